import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Addition } from '../../connectwise/addition.js';
import { CalendarDate, Decimal } from '../../graphql/scalars.js';
import type { AgreementChoice, BillingOptions as OptionsRecord } from './billing-options.service.js';

@ArgsType()
export class BillingOptionsArgs {
  @Field(() => ID, { nullable: true, description: 'The user whose agreements are to be shown.' })
  userId?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the identifier or the description of catalog items.' })
  catalogSearch?: string | null;
}

@ObjectType({ description: 'Something of ConnectWise to choose.', simpleResolvers: true })
export class BillingChoice {
  @Field(() => Int)
  connectWiseId!: number;

  @Field(() => String)
  name!: string;

  static of({ id, name }: { readonly id: number; readonly name: string | null }): BillingChoice {
    return Object.assign(new BillingChoice(), { connectWiseId: id, name: name ?? '' });
  }
}

@ObjectType({ description: 'A product of the catalog that is in use.', simpleResolvers: true })
export class BillingCatalogItem {
  @Field(() => Int)
  connectWiseId!: number;

  @Field(() => String)
  identifier!: string;

  @Field(() => String, { nullable: true })
  description?: string | null;

  static of({ id, identifier, description }: OptionsRecord['catalog'][number]): BillingCatalogItem {
    return Object.assign(new BillingCatalogItem(), { connectWiseId: id, identifier, description });
  }
}

@ObjectType({ description: 'An addition that an agreement has.', simpleResolvers: true })
export class BillingAdditionChoice {
  @Field(() => Int)
  connectWiseId!: number;

  @Field(() => Int, { nullable: true, description: 'Its product of the catalog, by record id.' })
  catalogItemId?: number;

  @Field(() => String, { nullable: true, description: 'Identifier of that product.' })
  product?: string;

  @Field(() => Decimal, { nullable: true })
  quantity?: string | null;

  @Field(() => CalendarDate, { nullable: true })
  effectiveOn?: string | null;

  @Field(() => CalendarDate, { nullable: true })
  cancelledOn?: string | null;

  static of({ id, product, quantity, effectiveOn, cancelledOn }: Addition): BillingAdditionChoice {
    return Object.assign(new BillingAdditionChoice(), {
      ...{ connectWiseId: id, catalogItemId: product?.id, product: product?.name },
      ...{ quantity, effectiveOn, cancelledOn },
    });
  }
}

@ObjectType({ description: "An agreement of the user's company.", simpleResolvers: true })
export class BillingAgreementChoice {
  @Field(() => Int)
  connectWiseId!: number;

  @Field(() => String)
  name!: string;

  @Field(() => BillingChoice, { nullable: true })
  type?: BillingChoice | null;

  @Field(() => String, { nullable: true, description: 'As ConnectWise says it: Active, Cancelled, Expired, Inactive.' })
  status?: string | null;

  @Field(() => Boolean, { description: 'A cancelled one cannot be chosen.' })
  isCancelled!: boolean;

  @Field(() => CalendarDate, { nullable: true, description: 'When it is invoiced next.' })
  nextInvoiceOn?: string | null;

  @Field(() => [BillingAdditionChoice], { nullable: true, description: 'Null for a cancelled one.' })
  additions?: BillingAdditionChoice[];

  static of({ id, name, type, additions, ...agreement }: AgreementChoice): BillingAgreementChoice {
    const { status, isCancelled, nextInvoiceOn } = agreement;
    return Object.assign(new BillingAgreementChoice(), {
      ...{ connectWiseId: id, name, status, isCancelled, nextInvoiceOn },
      type: type && BillingChoice.of(type),
      additions: additions?.map(BillingAdditionChoice.of),
    });
  }
}

@ObjectType({ description: 'What a billing rule can be made of.', simpleResolvers: true })
export class BillingOptions {
  @Field(() => [BillingAgreementChoice], {
    nullable: true,
    description: 'Null when no user was asked for, or it has no company.',
  })
  agreements?: BillingAgreementChoice[];

  @Field(() => [BillingChoice], { description: 'Those that are in use.' })
  agreementTypes!: BillingChoice[];

  @Field(() => [BillingCatalogItem], { description: 'The first 100 that are in use and fit the search.' })
  catalog!: BillingCatalogItem[];

  static of({ agreements, agreementTypes, catalog }: OptionsRecord): BillingOptions {
    return Object.assign(new BillingOptions(), {
      agreements: agreements?.map(BillingAgreementChoice.of),
      agreementTypes: agreementTypes.map(BillingChoice.of),
      catalog: catalog.map(BillingCatalogItem.of),
    });
  }
}
