/**
 * A filter on each function's log that counts what IAM denied to the function's own calls. The trail leaves out the
 * operations that functions make (docs/decisions/0023); the log line `failure` has their errors. The alarm
 * `denied-call` is in services/messaging/resources/alarms.yml.
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
