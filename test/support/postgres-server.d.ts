export interface PostgresServer {
  readonly pid: number;
  url(database: string): string;
  stop(): Promise<void>;
}

export declare function findPostgresPrograms(): Promise<string | undefined>;
export declare function startPostgres(settings?: Readonly<Record<string, string>>): Promise<PostgresServer>;
