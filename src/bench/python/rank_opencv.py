#!/usr/bin/env python3
"""The work of `annorank rank FILE` in Python with NumPy and OpenCV: what its speed is measured against.

    rank_opencv.py FILE RANKING.csv

FILE is a COCO annotation file, plain or .gz. Run lengths are decoded by pycocotools where it is installed and by NumPy
where it is not. Scores are of arXiv 2503.00828: SI-SCS of each instance, balanced by class, summed by image; crowds score 0.
"""

import csv
import gzip
import json
import math
import sys
from collections import defaultdict

import cv2
import numpy as np

try:
    from pycocotools import mask as coco_mask
except ImportError:
    coco_mask = None


def main():
    source, target = sys.argv[1:]
    with (gzip.open if source.endswith(".gz") else open)(source, "rb") as file:
        coco = json.load(file)
    sizes = {image["id"]: (image["height"], image["width"]) for image in coco["images"]}
    names = {category["id"]: category["name"] for category in coco["categories"]}

    instances = []
    by_class = defaultdict(list)
    for annotation in coco["annotations"]:
        if annotation.get("iscrowd"):
            continue
        category = names[annotation["category_id"]]
        score = si_scs(mask(annotation["segmentation"], *sizes[annotation["image_id"]]))
        instances.append((annotation["image_id"], category, score))
        by_class[category].append(score)

    totals = {category: math.fsum(scores) for category, scores in by_class.items()}
    by_image = defaultdict(list)
    for image, category, score in instances:
        if score > 0:
            by_image[image].append(score / totals[category])
    scores = {image: math.fsum(parts) for image, parts in by_image.items()}
    ranking = sorted(scores, key=lambda image: (-scores[image], str(image)))

    with open(target, "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["rank", "image_id", "score"])
        rows.writerows((rank, image, scores[image]) for rank, image in enumerate(ranking, 1))


def si_scs(pixels):
    contours, _ = cv2.findContours(pixels, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return 0.0
    areas = [cv2.contourArea(contour) for contour in contours]
    largest = areas.index(max(areas))
    area = areas[largest]
    return cv2.arcLength(contours[largest], True) / (2 * math.sqrt(math.pi * area)) if area > 0 else 0.0


def mask(segmentation, height, width):
    if isinstance(segmentation, list):
        pixels = np.zeros((height, width), np.uint8)
        for polygon in segmentation:
            cv2.fillPoly(pixels, [np.array(polygon).reshape(-1, 2).astype(np.int32)], 1)
        return pixels
    counts = segmentation["counts"]
    if coco_mask and not isinstance(counts, list):
        return np.ascontiguousarray(coco_mask.decode(segmentation))
    runs = counts if isinstance(counts, list) else run_lengths(counts)
    height, width = segmentation["size"]
    flat = np.repeat(np.arange(len(runs), dtype=np.uint8) & 1, runs)
    return np.ascontiguousarray(flat.reshape((width, height)).T)


def run_lengths(text):
    """COCO's compressed run lengths: five bits a character, the sixth says that more follow; differences from the third on."""
    runs = []
    value = shift = 0
    for character in text.encode():
        bits = character - 48
        value |= (bits & 31) << shift
        shift += 5
        if not bits & 32:
            if bits & 16:
                value -= 1 << shift
            if len(runs) > 2:
                value += runs[-2]
            runs.append(value)
            value = shift = 0
    return runs


if __name__ == "__main__":
    main()
