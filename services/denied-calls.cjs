/**
 * Metric filters on the functions' logs: count calls that IAM denied. CloudTrail does not record the functions'
 * operations (docs/decisions/0023); their errors are in the log line `failure`. The alarm `denied-call` is in
 * services/messaging/resources/alarms.yml.
 */
module.exports = async ({ resolveConfigurationProperty }) => {
  const functions = await resolveConfigurationProperty(['functions']);
  const stage = await resolveConfigurationProperty(['provider', 'stage']);
  const names = Object.keys(functions).map((key) => `${key[0].toUpperCase()}${key.slice(1)}`);
  return { Resources: Object.fromEntries(names.map((name) => [`${name}Denied`, filter(name, stage)])) };
};

const filter = (name, stage) => ({
  Type: 'AWS::Logs::MetricFilter',
  Properties: {
    LogGroupName: { Ref: `${name}LogGroup` },
    FilterPattern: '{ ($.error_name = "AccessDenied*") || ($.caused_by.error_name = "AccessDenied*") }',
    MetricTransformations: [
      { MetricNamespace: `Cruddur/${stage}`, MetricName: 'DeniedCall', MetricValue: '1' },
    ],
  },
});
