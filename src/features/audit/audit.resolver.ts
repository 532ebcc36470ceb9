import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import { May } from '../../graphql/authorization.js';
import { PageArgs } from '../../graphql/connection.js';
import type { Context } from '../../graphql/context.js';
import type { AuditService } from './audit.service.js';
import { AuditEvent, AuditEventConnection, AuditEventFilter } from './audit.types.js';

@Resolver()
export class AuditResolver {
  constructor(private readonly audit: AuditService) {}

  @May.administrate()
  @Query(() => AuditEventConnection, { nullable: true, description: 'Who changed what, newest first.' })
  async auditEvents(
    @Ctx() { caller }: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AuditEventFilter, { nullable: true }) filter?: AuditEventFilter,
  ): Promise<AuditEventConnection> {
    const found = await this.audit.page(caller, page.request(), filter ? filter.toRecord() : {});
    return AuditEventConnection.of(found, AuditEvent.of);
  }
}
