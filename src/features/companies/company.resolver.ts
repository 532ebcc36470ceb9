import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { payload } from '../../graphql/payload.js';
import { AsksConnectWise } from '../../graphql/resolver-time.js';
import type { CompanyReference, CompanyService } from './company.service.js';
import {
  type CompanyReferenceInput,
  CompanyVerification,
  VerifyCompanyInput,
  VerifyCompanyPayload,
} from './company.types.js';

@Resolver()
export class CompanyResolver {
  constructor(private readonly companies: CompanyService) {}

  @May.map()
  @AsksConnectWise()
  @Mutation(() => VerifyCompanyPayload, {
    nullable: true,
    description: 'Ask ConnectWise now whether a company can be mapped, without saving anything of it.',
  })
  verifyCompany(
    @Ctx() { caller }: Context,
    @Arg('input', () => VerifyCompanyInput) input: VerifyCompanyInput,
  ): Promise<VerifyCompanyPayload> {
    return payload(VerifyCompanyPayload, async () => ({
      verification: CompanyVerification.of(await this.companies.verify(caller, toReference(input.company))),
    }));
  }
}

/** The schema lets exactly one of the three through. */
export function toReference({ identifier, connectWiseId, name }: CompanyReferenceInput): CompanyReference {
  if (connectWiseId !== undefined) return { kind: 'record', connectWiseId };
  return name === undefined ? { kind: 'identifier', identifier: identifier ?? '' } : { kind: 'name', name };
}
