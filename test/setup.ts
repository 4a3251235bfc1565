import fc from 'fast-check';

// Properties are tried on the same cases every time, unless one says its own seed.
fc.configureGlobal({ seed: 1 });
