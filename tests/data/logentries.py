"""Thirty invented Google Cloud LogEntries, as a log sink exports them (proto3 JSON names)."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone
from typing import Any

Json = dict[str, Any]

PROJECT = "example-project"
START = datetime(2025, 3, 4, 8, 15, 7, tzinfo=timezone.utc)
MESSAGES = (
    "starting server on :8080", "cache miss for key \"session:42\"", "payment accepted: 12,90 €",
    "GET /healthz 200 in 1ms", "user typed C:\\temp\\файл.txt", "flush took 3.2s\n\tat store.go:88",
    "worker \u2028 resumed 🚀", "tenant=blue rows=1250 ok", "slow query: SELECT \"id\" FROM orders",
    "tab\tseparated\tline",
)


class Log:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.time = START

    def hex(self, digits: int) -> str:
        return f"{self.random.getrandbits(4 * digits):0{digits}x}"

    def stamp(self, time: datetime, digits: int) -> str:
        """RFC 3339 in UTC; timestamps carry 0, 3, 6 or 9 digits of a second."""
        fraction = f"{time.microsecond:06d}{self.random.randint(1, 999):03d}"[:digits]
        return f"{time:%Y-%m-%dT%H:%M:%S}{'.' + fraction if digits else ''}Z"

    def entry(self, log: str, resource: str, labels: Json, severity: str | None,
              payload: Json) -> Json:
        """One entry; `payload` holds the parts that depend on its kind."""
        self.time += timedelta(microseconds=self.random.randint(1, 9_000_000))
        result: Json = {"insertId": f"{self.random.getrandbits(64):014x}"[:14], **payload}
        result["resource"] = {"type": resource, "labels": {"project_id": PROJECT, **labels}}
        result["timestamp"] = self.stamp(self.time, self.random.choice((0, 3, 6, 9)))
        if severity is not None:  # proto3 JSON leaves out what has its default value
            result["severity"] = severity
        result["logName"] = f"projects/{PROJECT}/logs/{log}"
        received = self.time + timedelta(milliseconds=self.random.randint(20, 900))
        result["receiveTimestamp"] = self.stamp(received, 9)
        return result


def container(log: Log, number: int) -> Json:
    pod = f"shop-{log.hex(10)}-{log.hex(5)}"
    labels = {"cluster_name": "main", "location": "europe-west3", "namespace_name": "shop",
              "container_name": "server", "pod_name": pod}
    message = MESSAGES[number % len(MESSAGES)]
    payload: Json
    if number % 2:
        payload = {"textPayload": message}
    else:
        payload = {"jsonPayload": {
            "message": message, "logger": "shop.orders", "attempt": number, "ratio": number / 8,
            "order": {"id": str(10**17 + number), "items": [{"sku": "A-1", "count": 2}, None],
                      "paid": number % 4 == 0}, "tags": [], "note": None}}
    payload["trace"] = f"projects/{PROJECT}/traces/{log.hex(32)}"
    payload["spanId"] = log.hex(16)
    payload["labels"] = {"k8s-pod/app": "shop", "compute.googleapis.com/resource_name": "node-7"}
    if number % 3 == 0:
        payload["sourceLocation"] = {"file": "orders.go", "line": str(100 + number),
                                     "function": "shop/orders.(*Server).Place"}
    severities = ("INFO", "DEBUG", "WARNING", "ERROR", None)
    return log.entry("stdout", "k8s_container", labels, severities[number % 5], payload)


def request(log: Log, number: int) -> Json:
    payload = {"httpRequest": {
        "requestMethod": ("GET", "POST", "HEAD")[number % 3],
        "requestUrl": f"https://shop.example.com/items/{number}?q=caf%C3%A9&page=2",
        "requestSize": str(300 + number), "status": (200, 302, 404, 503)[number % 4],
        "responseSize": str(2048 * number),
        "userAgent": "Mozilla/5.0 (X11; Linux x86_64; rv:124.0) Gecko/20100101 Firefox/124.0",
        "remoteIp": f"203.0.113.{number}" if number % 2 else f"2001:db8::{number:x}",
        "serverIp": "192.0.2.8", "latency": f"0.{number:06d}s", "protocol": "HTTP/1.1"},
        "jsonPayload": {"@type": "type.googleapis.com/google.cloud.loadbalancing.type."
                        "LoadBalancerLogEntry", "statusDetails": "response_sent_by_backend"}}
    return log.entry("requests", "http_load_balancer",
                     {"url_map_name": "shop", "zone": "global"}, "INFO", payload)


def audit(log: Log, number: int) -> Json:
    denied = number % 3 == 0
    proto: Json = {
        "@type": "type.googleapis.com/google.cloud.audit.AuditLog",
        "authenticationInfo": {"principalEmail": "alice@example.com"},
        "requestMetadata": {"callerIp": "198.51.100.7", "requestAttributes": {},
                            "callerSuppliedUserAgent": "google-cloud-sdk gcloud/467.0.0",
                            "destinationAttributes": {}},
        "serviceName": "storage.googleapis.com", "methodName": "storage.objects.get",
        "authorizationInfo": [{"resource": f"projects/_/buckets/example/objects/{number}",
                               "permission": "storage.objects.get", "resourceAttributes": {},
                               **({} if denied else {"granted": True})}],
        "resourceName": f"projects/_/buckets/example/objects/{number}"}
    if denied:
        proto["status"] = {"code": 7, "message": "PERMISSION_DENIED: \"get\" on objet privé"}
    payload = {"protoPayload": proto, "operation": {"id": log.hex(16), "first": True,
                                                    "producer": "storage.googleapis.com"}}
    return log.entry("cloudaudit.googleapis.com%2Fdata_access", "gcs_bucket",
                     {"bucket_name": "example", "location": "eu"},
                     "ERROR" if denied else "NOTICE", payload)


def entries(seed: int) -> list[Json]:
    log = Log(seed)
    makers = (container, container, request, audit)
    result = [makers[number % 4](log, number) for number in range(29)]
    # An exported entry may carry no payload at all.
    result.append(log.entry("syslog", "gce_instance", {"instance_id": "1234567890123456789",
                                                       "zone": "europe-west3-b"}, None, {}))
    return result
