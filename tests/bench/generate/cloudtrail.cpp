#include <array>
#include <string_view>

#include "generate/records.hpp"

namespace bench {
namespace {

struct Call {
  std::string_view source, name;
  bool read;
};

constexpr std::array<Call, 10> calls = {{{"s3", "GetObject", true},
                                         {"s3", "PutObject", false},
                                         {"sts", "AssumeRole", true},
                                         {"ec2", "DescribeInstances", true},
                                         {"ec2", "RunInstances", false},
                                         {"kms", "Decrypt", true},
                                         {"iam", "ListUsers", true},
                                         {"lambda", "UpdateFunctionConfiguration", false},
                                         {"dynamodb", "DescribeTable", true},
                                         {"logs", "CreateLogStream", false}}};
constexpr std::array<std::string_view, 4> regions = {"eu-central-1", "us-east-1", "us-west-2",
                                                     "ap-northeast-1"};
constexpr std::array<std::string_view, 6> roles = {"deployer", "billing",  "inventory",
                                                   "ecs-task", "firehose", "auditor"};
constexpr std::array<std::string_view, 5> agents = {
    "aws-cli/2.15.30 Python/3.11.8 Linux/6.1.0-18-amd64 exe/x86_64.debian.12 prompt/off",
    "[aws-sdk-java/2.25.11 Linux/5.10 OpenJDK_64-Bit_Server_VM/17.0.10+7 Java/17.0.10]",
    "Boto3/1.34.58 md/Botocore#1.34.58 ua/2.0 os/linux#6.1.0 md/arch#x86_64 lang/python#3.11.8",
    "APN/1.0 HashiCorp/1.0 Terraform/1.7.5 (+https://www.terraform.io) aws-sdk-go-v2/1.26.0",
    "AWS Internal"};
constexpr std::array<std::string_view, 4> keys = {"invoices/2025/", "exports/größe/", "logs/raw/",
                                                  "thumbnails/"};

void append_identity(Text& text, std::string_view role) {
  text << R"("userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE)" << role << ":i-0";
  text.hex(8) << R"(","arn":"arn:aws:sts::111122223333:assumed-role/)" << role << "/i-0";
  text.hex(8) << R"(","accountId":"111122223333","accessKeyId":"ASIAEXAMPLE)";
  text.base32(9) << R"(","sessionContext":{"sessionIssuer":{"type":"Role","principalId":)"
                 << R"("AROAEXAMPLE)" << role << R"(","arn":"arn:aws:iam::111122223333:role/)"
                 << role << R"(","accountId":"111122223333","userName":")" << role
                 << R"("},"attributes":{"creationDate":")";
  text.time(text.random().below(80000), 0, 0) << R"(","mfaAuthenticated":"false"}}})";
}

void append_storage_call(Text& text) {
  const std::string_view key = text.pick(keys);
  text << R"("requestParameters":{"bucketName":"example-com-data","Host":"example-com-data.s3.)"
       << R"(amazonaws.com","key":")" << key;
  text.base32(20)
      << R"(.json.gz"},"responseElements":null,"additionalEventData":{)"
      << R"("SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256",)"
      << R"("bytesTransferredIn":0.0,"AuthenticationMethod":"AuthHeader","x-amz-id-2":")";
  text.base64(40) << R"(=","bytesTransferredOut":)";
  text.number(text.random().below(10000000)) << ".0},";
}

void append_compute_call(Text& text) {
  text << R"("requestParameters":{"instancesSet":{"items":[{"imageId":"ami-0)";
  text.hex(16)
      << R"(","minCount":1,"maxCount":1}]},"instanceType":"m6g.large","monitoring":)"
      << R"({"enabled":false},"tagSpecificationSet":{"items":[{"resourceType":"instance","tags":)"
      << R"([{"key":"Name","value":"web \"blue\""}]}]}},"responseElements":{"reservationId":"r-0)";
  text.hex(16) << R"(","instancesSet":{"items":[{"instanceId":"i-0)";
  text.hex(16) << R"(","currentState":{"code":0,"name":"pending"},"privateIpAddress":")";
  text.address() << R"(","amiLaunchIndex":0}]}},)";
}

void append_other_call(Text& text, const Call& call) {
  if (text.random().one_in(4)) {
    text << R"("errorCode":"AccessDenied","errorMessage":"User: arn:aws:sts::111122223333:)"
         << "assumed-role/" << text.pick(roles)
         << "/session is not authorized to perform: " << call.source << ":" << call.name
         << R"( because no identity-based policy allows it",)"
         << R"("requestParameters":null,"responseElements":null,)";
    return;
  }
  text << R"("requestParameters":{"keyId":"arn:aws:kms:eu-central-1:111122223333:key/)";
  text.uuid() << R"(","encryptionContext":{"aws:s3:arn":"arn:aws:s3:::example-com-data/)";
  text.base32(12) << R"("},"encryptionAlgorithm":"SYMMETRIC_DEFAULT"},"responseElements":null,)";
}

}  // namespace

void append_cloudtrail(Text& text, uint64_t number) {
  const Call& call = calls[text.random().below(calls.size())];
  const std::string_view region = text.pick(regions);
  text << R"({"eventVersion":"1.09",)";
  append_identity(text, text.pick(roles));
  text << R"(,"eventTime":")";
  text.time(number / 400, 0, 0) << R"(","eventSource":")" << call.source
                                << R"(.amazonaws.com","eventName":")" << call.name
                                << R"(","awsRegion":")" << region << R"(","sourceIPAddress":")";
  text.address() << R"(","userAgent":")" << text.pick(agents) << "\",";
  if (call.source == "s3") {
    append_storage_call(text);
  } else if (call.name == "RunInstances") {
    append_compute_call(text);
  } else {
    append_other_call(text, call);
  }
  text << R"("requestID":")";
  text.uuid() << R"(","eventID":")";
  text.uuid()
      << R"(","readOnly":)" << (call.read ? "true" : "false")
      << R"(,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333",)"
      << R"("eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":)"
      << R"("TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":")" << call.source << "." << region
      << R"(.amazonaws.com"}})";
}

}  // namespace bench
