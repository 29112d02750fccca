#!/usr/bin/env python3
"""The peer that is always there: the same work as a Lambda function in Python would do it.

Each awslogs event is decoded at once, each message parsed, merged with its id, its timestamp and
the envelope, and sent 100 documents at a time. Ends with a ledger line like that of `sluice run`.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import http.client
import json
import sys
import urllib.parse
from collections.abc import Iterator
from typing import Any

DOCUMENTS_PER_REQUEST = 100
Document = dict[str, Any]


def merge(event: Document, envelope: Document) -> Document:
    document: Document = {"id": event["id"], "timestamp": event["timestamp"]}
    message = event["message"]
    try:
        parsed = json.loads(message)
    except ValueError:
        parsed = None
    if isinstance(parsed, dict):
        document.update(parsed)
    else:
        document["message"] = message
    document.update(envelope)
    return document


def awslogs_documents(line: str) -> Iterator[Document]:
    data = json.loads(line)["awslogs"]["data"]
    decoded = json.loads(gzip.decompress(base64.b64decode(data)))
    if decoded["messageType"] == "CONTROL_MESSAGE":
        return
    envelope = {key: value for key, value in decoded.items() if key != "logEvents"}
    for event in decoded["logEvents"]:
        yield merge(event, envelope)


def ndjson_documents(line: str) -> Iterator[Document]:
    document = json.loads(line)
    if "textPayload" in document:
        document["message"] = document.pop("textPayload")
    document.pop("receiveTimestamp", None)
    document["environment"] = "production"
    yield document


class Store:
    def __init__(self, url: str, index: str) -> None:
        address = urllib.parse.urlsplit(url)
        self.connection = http.client.HTTPConnection(address.hostname or "", address.port)
        self.index = index
        self.lines: list[str] = []
        self.delivered = 0
        self.requests = 0

    def add(self, document: Document, document_id: str | None) -> None:
        action = {"_index": self.index}
        if document_id is not None:
            action["_id"] = document_id
        self.lines.append(json.dumps({"index": action}))
        self.lines.append(json.dumps(document))
        if len(self.lines) >= 2 * DOCUMENTS_PER_REQUEST:
            self.flush()

    def flush(self) -> None:
        if not self.lines:
            return
        body = ("\n".join(self.lines) + "\n").encode()
        self.connection.request("POST", "/_bulk", body, {"Content-Type": "application/x-ndjson"})
        response = self.connection.getresponse()
        reply = json.loads(response.read())
        if response.status != 200 or reply["errors"]:
            raise RuntimeError(f"the store answered {response.status}: {reply}")
        self.delivered += len(self.lines) // 2
        self.requests += 1
        self.lines = []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", choices=("awslogs", "ndjson"), required=True)
    parser.add_argument("--input", required=True, help="file to send")
    parser.add_argument("--url", required=True, help="store to send it to")
    options = parser.parse_args()

    awslogs = options.format == "awslogs"
    documents = awslogs_documents if awslogs else ndjson_documents
    store = Store(options.url, "bench")
    read = 0
    with open(options.input, encoding="utf-8") as file:
        for line in file:
            for document in documents(line):
                read += 1
                store.add(document, document["id"] if awslogs else document.get("insertId"))
            if awslogs:
                store.flush()  # each event is a call of its own
    store.flush()
    print(f"read={read} delivered={store.delivered} duplicate=0 filtered=0 dead_lettered=0 "
          f"handed_back=0 requests={store.requests}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
