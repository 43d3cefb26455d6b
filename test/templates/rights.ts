import { type Resource, resourcesOf, type Template } from './packages.ts';

export interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource: unknown;
  Condition?: { 'ForAllValues:StringLike'?: { 'dynamodb:LeadingKeys'?: string[] } };
}

/** One thing that a role allows: an action, on the table, an index or something else, on items of one kind. */
export interface Right {
  action: string;
  /** An index's name, '' for a whole table, or the resource as the template writes it. */
  on: string;
  /** The prefix of the partition key, such as `GRP#`; '' if unrestricted. */
  kind: string;
}

/** The rights of a function's role, in the role itself or in a policy attached to it. */
export function rightsOf(lambda: Resource, template: Template): Right[] {
  return statementsOf(lambda, template)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource, Condition }) => {
      const kinds = Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? ['*'];
      return [Action]
        .flat()
        .flatMap((action) =>
          [Resource]
            .flat()
            .flatMap((resource) =>
              kinds.map((kind) => ({ action, on: placeOf(action, resource), kind: kind.replace(/\*$/, '') })),
            ),
        );
    });
}

export function statementsOf(lambda: Resource, template: Template): Statement[] {
  const [roleId] = lambda.Properties.Role['Fn::GetAtt'];
  const role = template.Resources[roleId];
  const attached = resourcesOf(template, 'AWS::IAM::Policy')
    .map(([, { Properties }]) => Properties)
    .filter(({ Roles }) => Roles.some(({ Ref }: { Ref?: string }) => Ref === roleId));
  return [...(role?.Properties.Policies ?? []), ...attached].flatMap(
    ({ PolicyDocument }: { PolicyDocument: { Statement: Statement[] } }) => PolicyDocument.Statement,
  );
}

/** As `Right.on`. */
export function placeOf(action: string, resource: unknown): string {
  const text = JSON.stringify(resource);
  const isTable =
    /"MessagesTable","Arn"|:table\/cruddur-messages[a-z-]*"|\$\{MessagesTable\.Arn\}\/index\//.test(text);
  if (!action.startsWith('dynamodb:') || !isTable) return typeof resource === 'string' ? resource : text;
  return /\/index\/([\w.-]+)/.exec(text)?.[1] ?? '';
}
