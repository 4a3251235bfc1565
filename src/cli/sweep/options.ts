/** What goes on with a sweep, or begins one, may be told. */
export interface ResumeOptions {
  readonly jobs?: number;
  readonly slurm?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What the command line says of a new sweep. */
export interface BeginOptions extends ResumeOptions {
  readonly out?: string;
  readonly dryRun?: boolean;
  readonly backend?: string;
}
