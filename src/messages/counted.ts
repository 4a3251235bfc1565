import { filter, type Observable } from 'rxjs';
import type { AxonLine, DendriteLine, TeachingLine } from './line.js';
import type { Message } from './message.js';
import type { Traffic } from './traffic.js';

/** Of what is said on a line, the messages that `traffic` counts. */
export const countedOn = (
  line: AxonLine | DendriteLine | TeachingLine,
  traffic: Traffic,
): Observable<Message> =>
  (line as Observable<Message>).pipe(filter(({ kind }) => traffic.counts(kind, line)));
