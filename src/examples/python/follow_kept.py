#!/usr/bin/env python3
"""Keeps the list of kept images current while annorank ranks; needs confluent-kafka (Debian: python3-confluent-kafka).

    kept = KeptImages("street", 0.3)          # waits until it has read what is there

    class Street(torch.utils.data.Dataset):   # ids() never changes under a loader: take it anew for each training epoch
        def __init__(self): self.ids = kept.ids()
        def __len__(self): return len(self.ids)
        def __getitem__(self, index): return load(self.ids[index])

The prune rate must be one of annorank's prune.rates. Run as a script, it prints what changes.
"""
import argparse, json, threading
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, TopicPartition


class KeptImages:
    """A sequence of image ids, sorted. Any thread may read it: each change puts a new tuple in place of the old one."""

    def __init__(self, dataset, prune_rate, settings=None, topic="annorank.image-ranking", timeout=60, on_change=None):
        config = {"bootstrap.servers": "127.0.0.1:9092", "isolation.level": "read_committed", "group.id": "unused",
                  "auto.offset.reset": "earliest", "enable.auto.commit": False, "enable.partition.eof": True}
        self._prefix, self._rate, self._on_change = dataset.encode() + b"/", float(prune_rate), on_change
        self._ids, self._failure, self._ready = (), None, threading.Event()
        consumer = Consumer({**config, **(settings or {})})
        found = consumer.list_topics(topic, timeout).topics[topic]
        if found.error:
            raise KafkaException(found.error)
        consumer.assign([TopicPartition(topic, partition, OFFSET_BEGINNING) for partition in found.partitions])
        threading.Thread(target=self._run, args=(consumer, set(found.partitions)), daemon=True).start()
        if not self._ready.wait(timeout):
            raise TimeoutError(f"{topic} could not be read within {timeout} s")
        self.ids()

    def ids(self):
        if self._failure:
            raise RuntimeError("the list of kept images is no longer current") from self._failure
        return self._ids

    def __len__(self):
        return len(self.ids())

    def __getitem__(self, index):
        return self.ids()[index]

    def _run(self, consumer, unread):
        try:
            kept = set()
            while True:
                messages = consumer.consume(10_000, 0.2)
                for message in messages:
                    error = message.error()
                    if error is None:
                        self._take(message, kept)
                    elif error.code() == KafkaError._PARTITION_EOF:
                        unread.discard(message.partition())
                    elif error.fatal() or error.code() > 0:  # the rest, such as a broker that is away, is tried again
                        raise KafkaException(error)
                before = set(self._ids) if messages and not unread else kept
                if kept != before or not (unread or self._ready.is_set()):
                    self._ids = tuple(sorted(kept))
                    self._ready.set()
                    if self._on_change:
                        self._on_change(sorted(kept - before), sorted(before - kept), len(kept))
        except Exception as failure:
            self._failure = failure
            self._ready.set()

    def _take(self, message, kept):
        if not (message.key() or b"").startswith(self._prefix):
            return
        try:
            image, value = message.key()[len(self._prefix):].decode(), message.value()
            record = None if value is None else json.loads(value)  # without a value: it is gone
            rates = {float(rate): stays for rate, stays in record["kept"].items()} if value is not None else {}
            if value is not None and (record["dataset"].encode() + b"/", record["image"]) != (self._prefix, image):
                return
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
            return  # anybody may write to a topic; what annorank writes can be read
        if value is not None and self._rate not in rates:
            raise ValueError(f"prune rate {self._rate} is not one of {sorted(rates)}")
        (kept.add if rates.get(self._rate) is True else kept.discard)(image)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Prints how the kept images of a dataset change; Ctrl-C ends it.")
    parser.add_argument("dataset")
    parser.add_argument("prune_rate", type=float)
    parser.add_argument("--bootstrap-servers", default="127.0.0.1:9092")
    parser.add_argument("--topic", default="annorank.image-ranking")
    args = parser.parse_args()

    def show(entered, left, total):
        print(f"kept {total}", *("+" + image for image in entered), *("-" + image for image in left), flush=True)

    kept = KeptImages(args.dataset, args.prune_rate, {"bootstrap.servers": args.bootstrap_servers}, args.topic,
                      on_change=show)
    try:
        while kept.ids() is not None:
            threading.Event().wait(1)
    except KeyboardInterrupt:
        pass
