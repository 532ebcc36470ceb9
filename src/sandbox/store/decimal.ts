/** A number as the decimal that its shortest writing stands for. */
interface Scaled {
  readonly units: bigint;
  readonly places: number;
}

function scaled(number: number): Scaled {
  const [mantissa = '0', exponent = '0'] = String(number).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const places = fraction.length - Number(exponent);
  const units = BigInt(whole + fraction);
  return places < 0 ? { units: units * 10n ** BigInt(-places), places: 0 } : { units, places };
}

function unscaled({ units, places }: Scaled): number {
  return Number(`${units}e${-places}`);
}

/** The exact product: 0.1 times 3 is 0.3. */
export function times(left: number, right: number): number {
  const [a, b] = [scaled(left), scaled(right)];
  return unscaled({ units: a.units * b.units, places: a.places + b.places });
}

/** The exact sum: 0.1 and 0.2 are 0.3. */
export function plus(left: number, right: number): number {
  const [a, b] = [scaled(left), scaled(right)];
  const places = Math.max(a.places, b.places);
  const raised = ({ units, places: own }: Scaled): bigint => units * 10n ** BigInt(places - own);
  return unscaled({ units: raised(a) + raised(b), places });
}

export function minus(left: number, right: number): number {
  return plus(left, -right);
}
