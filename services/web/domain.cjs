/**
 * A domain of one's own: CRUDDUR_DOMAIN when deploying, and CRUDDUR_CERTIFICATE_ARN for its certificate, which
 * CloudFront takes from us-east-1 only. Without them the application is at CloudFront's own address.
 */
// biome-ignore lint/style/noProcessEnv: the operator's environment, while deploying
const { CRUDDUR_DOMAIN: domain, CRUDDUR_CERTIFICATE_ARN: certificate } = process.env;

if (domain && !certificate) throw new Error('CRUDDUR_DOMAIN needs CRUDDUR_CERTIFICATE_ARN beside it.');

module.exports = {
  aliases: domain ? [domain] : [],
  certificate: domain
    ? { AcmCertificateArn: certificate, SslSupportMethod: 'sni-only', MinimumProtocolVersion: 'TLSv1.2_2021' }
    : { CloudFrontDefaultCertificate: true },
};
