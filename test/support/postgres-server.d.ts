export interface PostgresServer {
  readonly pid: number;
  url(database: string): string;
  stop(): Promise<void>;
  /** Starts it again on its data after it has ended by itself; does nothing while it runs. */
  launch(): Promise<void>;
}

export declare function findPostgresPrograms(): Promise<string | undefined>;
export declare function startPostgres(
  settings?: Readonly<Record<string, string>>,
  under?: string,
): Promise<PostgresServer>;
