/** A part of a configuration that has a name and settings, as a command line has it: `warm-up:epochs=1:from=0.1`. */
export const partText = ({ name, ...settings }: { readonly name: string }): string =>
  [name, ...Object.entries(settings).map(([key, value]) => `${key}=${value}`)].join(':');
