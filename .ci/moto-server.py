"""moto's server with the gaps in its CloudFormation filled, as far as deploying Cruddur needs it.

The deployment test shows with it that the Serverless CLI, the references of the templates, the outputs and the commands
with --stage fit together. It does not show that AWS accepts every property: cfn-lint knows names and forms, only a real
account knows the rest. IAM is not enforced; test/templates/rights.aws.test.ts covers it.

Usage: moto-server.py PORT. Prints "stand-in TYPE" for each resource type that moto does not make.
"""

import logging
import sys
import warnings

from moto.apigatewayv2.models import apigatewayv2_backends
from moto.cloudformation import models, parsing
from moto.cloudfront.models import cloudfront_backends
from moto.cognitoidp.models import cognitoidp_backends
from moto.core.common_models import CloudFormationModel
from moto.core.config import default_user_config
from moto.ec2.models import ec2_backends
from moto.ec2.models.route_tables import RouteTable
from moto.rds.models import rds_backends
from moto.server import main

# moto keeps account of a model by the second word of its module's name.
__name__ = "moto.cloudformation.stand_ins"


class StandIn(CloudFormationModel):
    """A resource that is only remembered: it has an id, and a made-up value for every attribute."""

    def __init__(self, name, properties):
        self.physical_resource_id = name
        self.properties = properties

    @classmethod
    def has_cfn_attr(cls, attr):
        return True

    @classmethod
    def create_from_cloudformation_json(cls, name, json, account, region, **kwargs):
        return cls.make(name.lower(), json.get("Properties", {}), account, region)

    @classmethod
    def update_from_cloudformation_json(cls, original_resource, **kwargs):
        return original_resource

    @classmethod
    def make(cls, name, properties, account, region):
        return cls(name, properties)

    def get_cfn_attribute(self, attribute):
        return f"{self.physical_resource_id}.{attribute.lower()}"

    def delete(self, account, region):
        pass


class Api(StandIn):
    @classmethod
    def make(cls, name, properties, account, region):
        settings = {"api_key_selection_expression": None, "cors_configuration": None, "description": None}
        settings |= {"disable_schema_validation": None, "disable_execute_api_endpoint": None, "tags": {}}
        settings |= {"version": None, "route_selection_expression": properties.get("RouteSelectionExpression")}
        api = apigatewayv2_backends[account][region].create_api(
            name=properties["Name"], protocol_type=properties["ProtocolType"], **settings
        )
        return cls(api.api_id, properties)

    def delete(self, account, region):
        apigatewayv2_backends[account][region].delete_api(self.physical_resource_id)


class Distribution(StandIn):
    """Made with one origin, so that it can be invalidated."""

    @classmethod
    def make(cls, name, properties, account, region):
        config = {
            "CallerReference": name,
            "Origins": {"Items": [{"Id": "site", "DomainName": "site.example"}]},
            "DefaultCacheBehavior": {"TargetOriginId": "site", "ViewerProtocolPolicy": "https-only"},
        }
        distribution, _, _ = cloudfront_backends[account]["aws"].create_distribution(config, [])
        made = cls(distribution.distribution_id, properties)
        made.domain_name = distribution.domain_name
        return made

    def get_cfn_attribute(self, attribute):
        return self.domain_name


class UserPool(StandIn):
    @classmethod
    def make(cls, name, properties, account, region):
        pool = cognitoidp_backends[account][region].create_user_pool(properties["UserPoolName"], properties)
        made = cls(pool.id, properties)
        made.arn = pool.arn
        return made

    def get_cfn_attribute(self, attribute):
        return self.arn

    def delete(self, account, region):
        cognitoidp_backends[account][region].delete_user_pool(self.physical_resource_id)


class UserPoolClient(StandIn):
    @classmethod
    def make(cls, name, properties, account, region):
        client = cognitoidp_backends[account][region].create_user_pool_client(
            properties["UserPoolId"], False, properties
        )
        return cls(client.id, properties)


class Database(StandIn):
    """moto's own ignores the master's secret and stumbles over a parameter group."""

    @classmethod
    def make(cls, name, properties, account, region):
        made = cls(properties["DBInstanceIdentifier"], properties)
        made.database = rds_backends[account][region].create_db_instance(
            {
                "db_instance_identifier": properties["DBInstanceIdentifier"],
                "engine": properties["Engine"],
                "db_instance_class": properties["DBInstanceClass"],
                "allocated_storage": properties["AllocatedStorage"],
                "master_username": properties["MasterUsername"],
                "manage_master_user_password": properties["ManageMasterUserPassword"],
                "db_name": properties["DBName"],
            }
        )
        return made

    def get_cfn_attribute(self, attribute):
        return {
            "Endpoint": self.database.address,
            "DbiResourceId": self.database.dbi_resource_id,
            "MasterUserSecret": self.database.master_user_secret.secret_arn,
        }[attribute.split(".")[0]]

    def delete(self, account, region):
        rds_backends[account][region].delete_db_instance(self.physical_resource_id)


MADE = {
    "AWS::ApiGatewayV2::Api": Api,
    "AWS::CloudFront::Distribution": Distribution,
    "AWS::Cognito::UserPool": UserPool,
    "AWS::Cognito::UserPoolClient": UserPoolClient,
    "AWS::RDS::DBInstance": Database,
}


def resource_class(resource_type, own=parsing.resource_class_from_type):
    known = MADE.get(resource_type) or own(resource_type)
    if known is None:
        print(f"stand-in {resource_type}", flush=True)
    return known or StandIn


def delete_stack(backend, name, own=models.CloudFormationBackend.delete_stack):
    """A stack that was updated has exports that moto forgot to note, and stumbles over."""
    for stack in backend.describe_stacks(name):
        for export in stack.exports:
            backend.exports.setdefault(export.name, export)
    return own(backend, name)


models.CloudFormationBackend.delete_stack = delete_stack
RouteTable.delete = lambda table, account, region: ec2_backends[account][region].route_tables.pop(table.id)
warnings.simplefilter("ignore")
logging.disable(logging.WARNING)
parsing.resource_class_from_type = resource_class
# A warning of cfn-lint would make a template invalid here, as it does not in AWS.
models.validate_template_cfn_lint = lambda template: []
default_user_config["lambda"] = {"use_docker": False}
main(["-H", "127.0.0.1", "-p", sys.argv[1]])
