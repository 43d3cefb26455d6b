// The used part of the client, which is installed only with the DAX switch on (docs/operations.md).
declare module '@amazon-dax-sdk/lib-dax' {
  type Attributes = Record<string, unknown>;

  export class DaxDocument {
    constructor(config: {
      /** `daxs://` and a cluster's discovery address. */
      endpoint: string;
      region: string;
      credentials: () => Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string }>;
      maxRetries: number;
    });
    get(input: { TableName: string; Key: object }): Promise<{ Item?: Attributes }>;
    query(input: object): Promise<{ Items?: Attributes[]; LastEvaluatedKey?: Attributes }>;
  }
}
