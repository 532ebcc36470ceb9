/** A refusal in the words of SOAP 1.1; it is answered with status 500 whoever is to blame. */
export class SoapFault extends Error {
  private constructor(
    readonly side: 'Client' | 'Server',
    message: string,
  ) {
    super(message);
    this.name = 'SoapFault';
  }

  static client(message: string): SoapFault {
    return new SoapFault('Client', message);
  }

  static server(message: string): SoapFault {
    return new SoapFault('Server', message);
  }
}
