#!/usr/bin/env python3
"""Fetches the kept images of a dataset once, over HTTP; needs nothing but Python.

    ids, epoch = fetch_kept("street", 0.3)    # any prune rate from 0 to 1; all ids are of one epoch
"""
import argparse
import http.client
import json
import os
import sys
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import urlopen


def fetch_kept(dataset, prune_rate, url="http://127.0.0.1:8080", timeout=60):
    """Returns the ids, best first, and the number of the epoch they are of."""
    query = urlencode({"pruneRate": prune_rate, "format": "ids"})
    with urlopen(f"{url.rstrip('/')}/v1/datasets/{quote(dataset, safe='')}/subset?{query}", timeout=timeout) as answer:
        return answer.read().decode().split("\n")[:-1], int(answer.headers["Annorank-Epoch"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Fetches the ids of the kept images, best first.")
    parser.add_argument("dataset")
    parser.add_argument("prune_rate", type=float)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--output", help="file for the ids, one a line")
    args = parser.parse_args()
    try:
        ids, epoch = fetch_kept(args.dataset, args.prune_rate, args.url)
    except HTTPError as error:
        try:
            problem = json.load(error)
            sys.exit(" ".join(str(problem[key]) for key in ("detail", "hint") if key in problem) or str(error))
        except ValueError:
            sys.exit(str(error))
    except (OSError, http.client.HTTPException) as error:
        sys.exit(f"{args.url} does not answer: {getattr(error, 'reason', error)}")
    if args.output:
        partial = f"{args.output}.{os.getpid()}.partial"
        try:
            with open(partial, "x", encoding="utf-8", newline="\n") as file:
                file.writelines(image + "\n" for image in ids)
            os.replace(partial, args.output)
        except OSError as error:
            sys.exit(f"cannot write {args.output}: {error.strerror}")
        finally:
            if os.path.exists(partial):
                os.remove(partial)
    print(f"{len(ids)} images kept at prune rate {args.prune_rate:g}, epoch {epoch}")
