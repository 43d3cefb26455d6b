/** How often one address may ask, for the page's files and the API together: the busiest page asks a tenth of it. */
export const MAX_REQUESTS_OF_ADDRESS = 2_000;
const WINDOW_S = 300;
/** When who was refused may ask again. */
const RETRY_AFTER_S = 60;
/** A single address that goes on at ten requests a second for as long. */
const BLOCKED_ALARM = 1_000;

/**
 * The CloudFormation template of the firewall: a web ACL for CloudFront, and an alarm with a topic of its own, since an
 * alarm reaches no topic of another region.
 *
 * @param options.name of the web ACL, unique in the account.
 * @param options.readers who gets the alarm, by e-mail.
 */
export function firewallTemplate({ name, stage, readers }: Firewalled): object {
  return {
    Description: `Cruddur ${stage} - the firewall in front of CloudFront`,
    Resources: {
      WebAcl: {
        Type: 'AWS::WAFv2::WebACL',
        Properties: {
          Name: name,
          Scope: 'CLOUDFRONT',
          DefaultAction: { Allow: {} },
          VisibilityConfig: visible(name),
          CustomResponseBodies: {
            limited: { ContentType: 'APPLICATION_JSON', Content: JSON.stringify(problem) },
          },
          Rules: [reputation, rate],
        },
      },
      AlarmTopic: {
        Type: 'AWS::SNS::Topic',
        Properties: {
          TopicName: `${name}-alarms`,
          Subscription: readers.map((Endpoint) => ({ Protocol: 'email', Endpoint })),
        },
      },
      Blocked: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: `cruddur-${stage}-requests-blocked`,
          AlarmDescription: `The firewall refused more than ${BLOCKED_ALARM} requests in 5 minutes`,
          Namespace: 'AWS/WAFV2',
          MetricName: 'BlockedRequests',
          Dimensions: [
            { Name: 'WebACL', Value: name },
            { Name: 'Rule', Value: 'ALL' },
          ],
          Statistic: 'Sum',
          Period: 300,
          EvaluationPeriods: 1,
          Threshold: BLOCKED_ALARM,
          ComparisonOperator: 'GreaterThanThreshold',
          TreatMissingData: 'notBreaching',
          AlarmActions: [{ Ref: 'AlarmTopic' }],
        },
      },
    },
    Outputs: { WebAclArn: { Value: { 'Fn::GetAtt': ['WebAcl', 'Arn'] } } },
  };
}

export interface Firewalled {
  name: string;
  stage: string;
  readers: readonly string[];
}

/** Samples would keep addresses and paths. */
const visible = (MetricName: string) => ({
  CloudWatchMetricsEnabled: true,
  SampledRequestsEnabled: false,
  MetricName,
});

/** As the API says it: a client waits and repeats, where 403 would make it give up. */
const problem = {
  type: 'about:blank',
  title: 'Too Many Requests',
  status: 429,
  detail: 'Too many requests from this address.',
  errors: ['rate_limited'],
};

/** Addresses that AWS knows to attack others. */
const reputation = {
  Name: 'reputation',
  Priority: 0,
  OverrideAction: { None: {} },
  VisibilityConfig: visible('reputation'),
  Statement: {
    ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesAmazonIpReputationList' },
  },
};

const rate = {
  Name: 'rate',
  Priority: 1,
  Action: {
    Block: {
      CustomResponse: {
        ResponseCode: 429,
        CustomResponseBodyKey: 'limited',
        ResponseHeaders: [{ Name: 'retry-after', Value: String(RETRY_AFTER_S) }],
      },
    },
  },
  VisibilityConfig: visible('rate'),
  Statement: {
    RateBasedStatement: {
      Limit: MAX_REQUESTS_OF_ADDRESS,
      EvaluationWindowSec: WINDOW_S,
      AggregateKeyType: 'IP',
    },
  },
};
