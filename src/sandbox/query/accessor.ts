/** What a condition or an ordering can see of a subject: a scalar, or only whether a reference is set. */
export type Scalar = string | number | boolean | null;

export type AccessorType = 'text' | 'number' | 'boolean' | 'datetime' | 'enum' | 'reference' | 'any';

/** A field of a subject, found by its name. Instants are read as milliseconds, references as the id they point to. */
export interface Accessor<Subject> {
  readonly type: AccessorType;
  /** The allowed values of an enumeration. */
  readonly values?: readonly string[];
  readonly read: (subject: Subject) => Scalar;
}

/** Finds a field by the name a client wrote, whatever its letter case; undefined when there is none. */
export type Resolve<Subject> = (name: string) => Accessor<Subject> | undefined;
