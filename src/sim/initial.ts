/** The state that a relaxation begins with. */
export type Initial = 'forward' | 'zero';
