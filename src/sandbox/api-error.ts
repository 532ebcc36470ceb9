/** One entry of the `errors` list of ConnectWise's error body. */
export type ErrorItem = Readonly<Record<'code' | 'message' | 'resource' | 'field', string>>;

/** A refusal that is answered with a status and ConnectWise's usual error body. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: { readonly code: string; readonly message: string; readonly errors?: readonly ErrorItem[] | null },
  ) {
    super(body.message);
    this.name = 'ApiError';
  }
}

/** A refusal that never reaches the API: the front end answers text or HTML. */
export class FrontEndError extends Error {
  constructor(
    readonly status: number,
    readonly contentType: string,
    readonly text: string,
  ) {
    super(text);
    this.name = 'FrontEndError';
  }
}

export function html(status: number, title: string): string {
  return `<!DOCTYPE html>\r\n<html><head><title>${status} - ${title}</title></head>\r\n<body><h1>${status} - ${title}</h1></body></html>\r\n`;
}

export const cannotRoute = (): FrontEndError =>
  new FrontEndError(400, 'text/plain', 'Cannot route. Codebase/company is invalid');

export const outsideTheApi = (): FrontEndError =>
  new FrontEndError(404, 'text/html', html(404, 'File or directory not found.'));

export const urlTooLong = (): FrontEndError => new FrontEndError(414, 'text/html', html(414, 'Request-URI Too Long'));

export const sslRequired = (): ApiError =>
  new ApiError(403, { code: 'Security', message: 'SSL is required.', errors: null });

export const endpointMissing = (): ApiError =>
  new ApiError(404, { code: 'ConnectWiseApi', message: 'The endpoint does not exist.' });

export const methodRefused = (method: string): ApiError =>
  new ApiError(405, {
    code: 'ConnectWiseApi',
    message: `The requested resource does not support http method '${method}'.`,
  });

export const permissionDenied = (): ApiError =>
  new ApiError(403, {
    code: 'Security',
    message: 'You do not have security permission to perform this action.',
    errors: null,
  });

export const recordMissing = (label: string, id: string): ApiError =>
  new ApiError(404, { code: 'NotFound', message: `${label} ${id} not found`, errors: null });

export const mediaTypeRefused = (mediaType: string): ApiError =>
  new ApiError(415, {
    code: 'ConnectWiseApi',
    message: `The request entity's media type '${mediaType}' is not supported for this resource.`,
  });

/** A bad name, value or syntax in one of the query parameters of a list. */
export const badCondition = (message: string): ApiError => new ApiError(400, { code: 'ApiFindCondition', message });

export const unknownName = (name: string): ApiError => badCondition(`${name} is not a recognized name.`);

export const badEnumeration = (): ApiError => badCondition('Enum value supplied was invalid');

export const invalidObject = (resource: string, errors: readonly ErrorItem[]): ApiError =>
  new ApiError(400, { code: 'InvalidObject', message: `${resource} object is invalid`, errors });

/** The body could not be read as the object of this endpoint at all. */
export const unreadableBody = (resource: string): ApiError =>
  new ApiError(400, {
    code: 'InvalidObject',
    message: `${resource} object is invalid. Check your accept header to make sure you are using the correct version.`,
    errors: null,
  });

export const conflict = (resource: string, item: ErrorItem): ApiError =>
  new ApiError(409, { code: 'Conflict', message: `${resource} object is invalid`, errors: [item] });

/** Where ConnectWise has no better answer it lets the failure of its own code through. */
export const internalError = (message: string): ApiError => new ApiError(500, { code: 'ConnectWiseApi', message });
