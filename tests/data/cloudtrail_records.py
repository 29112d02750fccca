"""About sixty invented CloudTrail records: every shape a mover of such logs has to survive."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

Json = dict[str, Any]

ACCOUNT = "111122223333"
PARTNER = "444455556666"
START = datetime(2025, 3, 4, 8, 15, 7, tzinfo=timezone.utc)
CLI = "aws-cli/2.15.30 Python/3.11.8 Linux/6.1.0-18-amd64 exe/x86_64.debian.12 prompt/off"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:124.0) Gecko/20100101 Firefox/124.0"
TERRAFORM = "APN/1.0 HashiCorp/1.0 Terraform/1.7.5 (+https://www.terraform.io) aws-sdk-go-v2/1.26.0"


def user(name: str, mfa: bool = True) -> Json:
    return {"type": "IAMUser", "principalId": f"AIDAEXAMPLE{name.upper()[:6]}01",
            "arn": f"arn:aws:iam::{ACCOUNT}:user/{name}", "accountId": ACCOUNT,
            "accessKeyId": "AKIAIOSFODNN7EXAMPLE", "userName": name,
            "sessionContext": {"attributes": {"creationDate": "2025-03-04T08:01:22Z",
                                              "mfaAuthenticated": str(mfa).lower()}}}


def role(name: str, session: str) -> Json:
    return {"type": "AssumedRole", "principalId": f"AROAEXAMPLE{name.upper()[:6]}01:{session}",
            "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}/{session}", "accountId": ACCOUNT,
            "accessKeyId": "ASIAIOSFODNN7EXAMPLE",
            "sessionContext": {
                "sessionIssuer": {"type": "Role", "principalId": f"AROAEXAMPLE{name.upper()[:6]}01",
                                  "arn": f"arn:aws:iam::{ACCOUNT}:role/{name}",
                                  "accountId": ACCOUNT, "userName": name},
                "webIdFederationData": {},
                "attributes": {"creationDate": "2025-03-04T08:05:40Z",
                               "mfaAuthenticated": "false"}}}


def service(name: str) -> Json:
    return {"type": "AWSService", "invokedBy": f"{name}.amazonaws.com"}


ROOT: Json = {"type": "Root", "principalId": ACCOUNT, "arn": f"arn:aws:iam::{ACCOUNT}:root",
              "accountId": ACCOUNT, "accessKeyId": ""}


class Trail:
    """Collects records, in the key order that CloudTrail itself writes."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.records: list[Json] = []
        self.time = START

    def id(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def hex(self, digits: int) -> str:
        return f"{self.random.getrandbits(4 * digits):0{digits}x}"

    def add(self, source: str, name: str, who: Json, address: str, agent: str, request: Any,
            response: Any = None, *, error: tuple[str, str] | None = None, read: bool = False,
            kind: str = "AwsApiCall", category: str = "Management", region: str = "eu-central-1",
            extra: Json | None = None, tls: bool = True) -> None:
        self.time += timedelta(seconds=self.random.randint(0, 9))
        record: Json = {"eventVersion": "1.09", "userIdentity": who,
                        "eventTime": self.time.strftime("%Y-%m-%dT%H:%M:%SZ"),
                        "eventSource": f"{source}.amazonaws.com", "eventName": name,
                        "awsRegion": region, "sourceIPAddress": address, "userAgent": agent}
        if error:
            record["errorCode"], record["errorMessage"] = error
        record["requestParameters"] = request
        record["responseElements"] = response
        record.update(extra or {})
        record.setdefault("requestID", self.id())
        record["eventID"] = self.id()
        record["readOnly"] = read
        record["eventType"] = kind
        record["managementEvent"] = category == "Management"
        record["recipientAccountId"] = ACCOUNT
        record["eventCategory"] = category
        if tls and who["type"] != "AWSService":
            record["tlsDetails"] = {
                "tlsVersion": "TLSv1.3", "cipherSuite": "TLS_AES_128_GCM_SHA256",
                "clientProvidedHostHeader": f"{source}.{region}.amazonaws.com"}
        self.records.append(record)


def sign_in(trail: Trail) -> None:
    extra = {"additionalEventData": {
        "LoginTo": "https://console.example.com/console/home?state=hashArgs%23&isauthcode=true",
        "MobileVersion": "No", "MFAUsed": "Yes"}}
    for name, address, answer in (("alice", "192.0.2.17", "Success"),
                                  ("bob", "2001:db8:85a3::8a2e:370:7334", "Failure"),
                                  ("zoë.müller", "198.51.100.23", "Success")):
        failed = answer == "Failure"
        trail.add("signin", "ConsoleLogin", user(name, not failed), address, BROWSER, None,
                  {"ConsoleLogin": answer}, kind="AwsConsoleSignIn", region="us-east-1",
                  extra={"errorMessage": "Failed authentication", **extra} if failed else extra)
    trail.add("signin", "ConsoleLogin", ROOT, "203.0.113.99", BROWSER, None,
              {"ConsoleLogin": "Success"}, kind="AwsConsoleSignIn", region="us-east-1",
              extra=extra)


def assume_role(trail: Trail) -> None:
    for number, name in enumerate(("ecs", "lambda", "ec2", "firehose", "config")):
        session = f"{name}-{trail.hex(8)}"
        arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/{name}-task/{session}"
        trail.add("sts", "AssumeRole", service(name), f"{name}.amazonaws.com",
                  f"{name}.amazonaws.com",
                  {"roleArn": f"arn:aws:iam::{ACCOUNT}:role/{name}-task",
                   "roleSessionName": session, "durationSeconds": 3600 + 900 * number},
                  {"credentials": {"accessKeyId": "ASIAIOSFODNN7EXAMPLE",
                                   "sessionToken": "not-a-token//EXAMPLE+" + trail.hex(40) + "==",
                                   "expiration": "Mar 4, 2025, 9:16:01 AM"},
                   "assumedRoleUser": {"assumedRoleId": f"AROAEXAMPLE:{session}", "arn": arn}},
                  read=True, tls=False,
                  extra={"sharedEventID": trail.id(), "resources": [
                      {"accountId": ACCOUNT, "type": "AWS::IAM::Role",
                       "ARN": f"arn:aws:iam::{ACCOUNT}:role/{name}-task"}]})
    outsider: Json = {"type": "AWSAccount", "principalId": "AIDAEXAMPLEOUTSID1",
                      "accountId": PARTNER}
    trail.add("sts", "AssumeRole", outsider, "198.51.100.200", CLI, None, None, read=True, error=(
        "AccessDenied", f"User: arn:aws:iam::{PARTNER}:user/mallory is not authorized to perform: "
        f"sts:AssumeRole on resource: arn:aws:iam::{ACCOUNT}:role/audit"))


def compute(trail: Trail) -> None:
    deploy = role("deployer", "pipeline-1482")
    tags = [{"key": "Name", "value": "web-01"}, {"key": "owner", "value": "team \"blue\""},
            {"key": "path", "value": "C:\\srv\\web"}, {"key": "città", "value": "Forlì ☕ 東京"}]
    trail.add("ec2", "RunInstances", deploy, "203.0.113.12", TERRAFORM,
              {"instancesSet": {"items": [{"imageId": "ami-0abcdef1234567890", "minCount": 1,
                                           "maxCount": 2, "keyName": "ops"}]},
               "instanceType": "m6g.large", "blockDeviceMapping": {"items": [
                   {"deviceName": "/dev/xvda", "ebs": {"volumeSize": 40, "encrypted": True,
                                                       "deleteOnTermination": True}}]},
               "monitoring": {"enabled": False}, "disableApiTermination": False,
               "userData": "<sensitiveDataRemoved>",
               "tagSpecificationSet": {"items": [{"resourceType": "instance", "tags": tags}]}},
              {"requestId": trail.id(), "reservationId": "r-0123456789abcdef0",
               "ownerId": ACCOUNT, "groupSet": {}, "instancesSet": {"items": [
                   {"instanceId": f"i-{trail.hex(17)}", "imageId": "ami-0abcdef1234567890",
                    "currentState": {"code": 0, "name": "pending"}, "amiLaunchIndex": index,
                    "privateIpAddress": f"192.0.2.{40 + index}", "launchTime": 1741076127000,
                    "placement": {"availabilityZone": "eu-central-1a", "tenancy": "default"},
                    "networkInterfaceSet": {"items": [{"privateIpAddressesSet": {"item": [
                        {"primary": True, "privateIpAddress": f"192.0.2.{40 + index}"}]}}]}}
                   for index in range(2)]}})
    failure = ("Client.UnauthorizedOperation", "You are not authorized to perform this operation. "
               f"User: arn:aws:iam::{ACCOUNT}:user/bob is not authorized to perform: "
               "ec2:TerminateInstances on resource: *. Encoded authorization failure message: "
               + trail.hex(300))
    trail.add("ec2", "TerminateInstances", user("bob", False), "2001:db8::51", CLI,
              {"instancesSet": {"items": [{"instanceId": f"i-{trail.hex(17)}"}]}}, error=failure)
    for name in ("DescribeInstances", "DescribeVolumes", "DescribeSecurityGroups",
                 "DescribeTags", "DescribeRegions"):
        trail.add("ec2", name, role("inventory", "nightly"), "AWS Internal", "AWS Internal",
                  {"maxResults": 1000, "filterSet": {}} if name != "DescribeRegions" else None,
                  read=True, tls=False)
    trail.add("ec2", "AuthorizeSecurityGroupIngress", user("alice"), "192.0.2.17", BROWSER,
              {"groupId": f"sg-{trail.hex(17)}", "ipPermissions": {"items": [
                  {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "groups": {},
                   "ipRanges": {"items": [{"cidrIp": "203.0.113.0/24", "description": "office"}]},
                   "ipv6Ranges": {"items": [{"cidrIpv6": "2001:db8::/32"}]},
                   "prefixListIds": {}}]}},
              {"_return": True, "requestId": trail.id()},
              extra={"sessionCredentialFromConsole": "true"})


def storage(trail: Trail) -> None:
    bucket = "example-com-invoices"
    reader = role("billing", "export")
    for number in range(13):
        key = f"2025/03/04/rechnung_{number:04d} – Größe & Co.pdf" if number % 3 == 0 else \
            f"2025/03/04/part-{number:05d}.parquet"
        trail.add("s3", "GetObject", reader, "192.0.2.129" if number % 2 else "2001:db8:1:2::a",
                  "[aws-sdk-java/2.25.11 Linux/5.10 OpenJDK_64-Bit_Server_VM/17.0.10]",
                  {"bucketName": bucket, "Host": f"{bucket}.s3.eu-central-1.amazonaws.com",
                   "key": key, **({"Range": "bytes=0-1048575"} if number == 4 else {})},
                  read=True, category="Data",
                  error=("NoSuchKey", "The specified key does not exist.") if number == 7 else None,
                  extra={"additionalEventData": {
                      "SignatureVersion": "SigV4", "CipherSuite": "ECDHE-RSA-AES128-GCM-SHA256",
                      "bytesTransferredIn": 0.0, "AuthenticationMethod": "AuthHeader",
                      "x-amz-id-2": trail.hex(32) + "/+EXAMPLE=",
                      "bytesTransferredOut": float(trail.random.randint(100, 9999999))},
                      "vpcEndpointId": "vpce-0a1b2c3d4e5f67890", "resources": [
                          {"type": "AWS::S3::Object", "ARN": f"arn:aws:s3:::{bucket}/{key}"},
                          {"accountId": ACCOUNT, "type": "AWS::S3::Bucket",
                           "ARN": f"arn:aws:s3:::{bucket}"}]})
    policy = {"Version": "2012-10-17", "Statement": [
        {"Sid": "DenyPlainHttp", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
         "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
         "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
    trail.add("s3", "PutBucketPolicy", user("alice"), "192.0.2.17", "[S3Console/0.4]",
              {"bucketPolicy": policy, "bucketName": bucket, "policy": ""})
    trail.add("s3", "DeleteBucket", user("bob", False), "198.51.100.77", CLI,
              {"bucketName": bucket, "Host": "s3.eu-central-1.amazonaws.com"},
              error=("AccessDenied", "Access Denied"))
    trail.add("s3", "PutObject", reader, "192.0.2.129", "Boto3/1.34.58",
              {"bucketName": bucket, "key": "logs/a\tb\\c\"d\".json", "x-amz-acl": "private"},
              {"x-amz-server-side-encryption": "aws:kms", "x-amz-version-id": "null"},
              category="Data")


def identity(trail: Trail) -> None:
    admin = user("alice")
    trail.add("iam", "CreateUser", admin, "192.0.2.17", BROWSER,
              {"userName": "李雷", "tags": [{"key": "cost center", "value": "4711"}]},
              {"user": {"path": "/", "userName": "李雷", "userId": "AIDAEXAMPLENEW0001",
                        "arn": f"arn:aws:iam::{ACCOUNT}:user/李雷", "tags": [],
                        "createDate": "Mar 4, 2025, 8:17:09 AM"}}, region="us-east-1")
    document = '{\n  "Version": "2012-10-17",\n  "Statement": [{"Effect": "Allow", ' \
        '"Action": ["logs:*"], "Resource": "*"}]\n}'
    trail.add("iam", "PutUserPolicy", admin, "192.0.2.17", CLI,
              {"userName": "李雷", "policyName": "logs", "policyDocument": document},
              region="us-east-1")
    trail.add("iam", "CreateAccessKey", admin, "192.0.2.17", CLI, {"userName": "李雷"},
              {"accessKey": {"accessKeyId": "AKIAI44QH8DHBEXAMPLE", "status": "Active",
                             "userName": "李雷", "createDate": "Mar 4, 2025, 8:18:00 AM"}},
              region="us-east-1")
    for name in ("ListUsers", "GetAccountSummary", "ListMFADevices"):
        trail.add("iam", name, ROOT, "203.0.113.99", BROWSER, None, read=True, region="us-east-1")
    trail.add("iam", "DeleteUser", user("bob", False), "2001:db8::51", CLI, None,
              error=("AccessDenied", f"User: arn:aws:iam::{ACCOUNT}:user/bob is not authorized to "
                     "perform: iam:DeleteUser on resource: user 李雷 with an explicit deny in a "
                     "service control policy"), region="us-east-1")


def platform(trail: Trail) -> None:
    key = f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    for number, name in enumerate(("Decrypt", "GenerateDataKey", "Decrypt", "Encrypt", "Decrypt")):
        request: Json = {"encryptionContext": {"aws:s3:arn": "arn:aws:s3:::example-com-invoices"},
                         "encryptionAlgorithm": "SYMMETRIC_DEFAULT", "keyId": key}
        if name == "GenerateDataKey":
            request["keySpec"] = "AES_256"
        trail.add("kms", name, {**role("billing", "export"), "invokedBy": "AWS Internal"},
                  "AWS Internal", "AWS Internal", request, read=True, tls=False,
                  extra={"resources": [{"accountId": ACCOUNT, "type": "AWS::KMS::Key",
                                        "ARN": key}]})
        if number == 0:
            trail.add("kms", "RotateKey", service("kms"), "kms.amazonaws.com", "kms.amazonaws.com",
                      None, kind="AwsServiceEvent", extra={
                          "serviceEventDetails": {"keyId": key, "rotationType": "AUTOMATIC"}})
    lambda_arn = f"arn:aws:lambda:eu-central-1:{ACCOUNT}:function:resize"
    trail.add("lambda", "CreateFunction20150331", role("deployer", "pipeline-1482"),
              "203.0.113.12", TERRAFORM,
              {"functionName": "resize", "runtime": "python3.12", "memorySize": 512, "timeout": 30,
               "handler": "main.handler", "environment": {}, "layers": [], "code": {
                   "s3Bucket": "example-com-artifacts", "s3Key": "resize/1.4.2.zip"},
               "tags": {"git": trail.hex(40), "note": "line one\nline two"}, "publish": False},
              {"functionArn": lambda_arn, "codeSha256": trail.hex(44), "codeSize": 5242880,
               "lastModified": "2025-03-04T08:19:11.482+0000", "version": "$LATEST",
               "tracingConfig": {"mode": "PassThrough"}, "vpcConfig": {
                   "subnetIds": ["subnet-1", "subnet-2"], "securityGroupIds": []}})
    for number in range(6):
        trail.add("lambda", "Invoke", service("sns"), "sns.amazonaws.com", "sns.amazonaws.com",
                  {"functionName": lambda_arn, "invocationType": "Event"}, None, category="Data",
                  extra={"additionalEventData": {"functionVersion": f"{lambda_arn}:{number}",
                                                 "sequence": 12345678901234567890123 + number,
                                                 "ratio": 0.1 + number}})
    trail.add("logs", "PutSubscriptionFilter", role("deployer", "pipeline-1482"), "203.0.113.12",
              TERRAFORM, {"logGroupName": "/aws/cloudtrail/example", "filterPattern": "",
                          "destinationArn": lambda_arn, "filterName": "to-store"})
    for name in ("LookupEvents", "DescribeTrails", "GetTrailStatus"):
        trail.add("cloudtrail", name, user("zoë.müller"), "198.51.100.23", CLI,
                  {"maxResults": 50} if name == "LookupEvents" else None, read=True)
    trail.add("dynamodb", "UpdateTable", role("deployer", "pipeline-1482"), "203.0.113.12",
              TERRAFORM, {"tableName": "sessions", "billingMode": "PAY_PER_REQUEST"},
              {"tableDescription": {"tableName": "sessions", "tableStatus": "UPDATING",
                                    "itemCount": 0, "tableSizeBytes": 0,
                                    "keySchema": [{"attributeName": "pk", "keyType": "HASH"}]}})
    trail.add("rds", "CreateDBSnapshot", user("bob", False), "198.51.100.77", CLI,
              {"dBInstanceIdentifier": "orders", "dBSnapshotIdentifier": "orders-copy"},
              error=("ThrottlingException", "Rate exceeded"))


def records(seed: int) -> list[Json]:
    """All records, in the order of their time."""
    trail = Trail(seed)
    chapters: tuple[Callable[[Trail], None], ...] = (sign_in, assume_role, compute, storage,
                                                     identity, platform)
    for chapter in chapters:
        chapter(trail)
    return trail.records
