package dev.annorank.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annorank.model.Annotation;
import dev.annorank.model.Image;
import dev.annorank.model.Segmentation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Real datasets with the shapes and scores expected of them, from the folder {@code annorank.data}. */
final class ReferenceData {
    /** An instance and what is expected of it; {@code siScs} is NaN where none is stated. */
    record Case(Image image, Annotation annotation, double perimeter, double area, int contours, double siScs) {}

    private static final Path FOLDER = Path.of(System.getProperty("annorank.data", "../shared/data"));
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReferenceData() {}

    static boolean isPresent() {
        return Files.isDirectory(FOLDER);
    }

    static Path folder() {
        return FOLDER.toAbsolutePath().normalize();
    }

    /** The instances of NAME.coco.json.gz with the rows of NAME.instances.csv.gz. */
    static List<Case> dataset(String name) throws IOException {
        JsonNode root;
        try (InputStream in = open(name + ".coco.json.gz")) {
            root = JSON.readTree(in);
        }
        Map<String, Image> images = new HashMap<>();
        for (JsonNode image : root.get("images")) {
            images.put(image.get("id").asText(), image(image));
        }
        List<String[]> rows = new ArrayList<>();
        try (BufferedReader in = lines(name + ".instances.csv.gz")) {
            in.lines().skip(1).forEach(line -> rows.add(line.split(",", -1)));
        }
        List<Case> cases = new ArrayList<>();
        for (JsonNode annotation : root.get("annotations")) {
            String[] row = rows.get(cases.size());
            String id = annotation.get("id").asText();
            String imageId = annotation.get("image_id").asText();
            if (!id.equals(row[0]) || !imageId.equals(row[1])) {
                throw new IOException(name + ": row " + cases.size() + " is not of annotation " + id);
            }
            Image image = images.get(imageId);
            if (image == null) {
                throw new IOException(name + ": no image " + imageId);
            }
            cases.add(new Case(
                    image,
                    new Annotation(id, row[2], segmentation(annotation.get("segmentation")), false),
                    Double.parseDouble(row[3]),
                    Double.parseDouble(row[4]),
                    Integer.parseInt(row[5]),
                    Double.parseDouble(row[6])));
        }
        if (cases.size() != rows.size()) {
            throw new IOException(name + ": " + rows.size() + " rows for " + cases.size() + " annotations");
        }
        return cases;
    }

    /** The hostile masks of contour-cases.jsonl.gz. */
    static List<Case> contourCases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (BufferedReader in = lines("contour-cases.jsonl.gz")) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode node = JSON.readTree(line);
                cases.add(new Case(
                        image(node),
                        new Annotation(node.get("id").asText(), "any", segmentation(node.get("segmentation")), false),
                        node.get("perimeter").asDouble(),
                        node.get("area").asDouble(),
                        node.get("contours").asInt(),
                        Double.NaN));
            }
        }
        return cases;
    }

    private static Image image(JsonNode node) {
        return Image.of(
                node.get("id").asText(),
                node.get("width").asInt(),
                node.get("height").asInt());
    }

    private static Segmentation segmentation(JsonNode node) {
        if (node.isArray()) {
            List<Double> coordinates = new ArrayList<>();
            int[] ends = new int[node.size()];
            for (int part = 0; part < ends.length; part++) {
                node.get(part).forEach(value -> coordinates.add(value.asDouble()));
                ends[part] = coordinates.size();
            }
            return new Segmentation.Polygons(
                    coordinates.stream().mapToDouble(Double::doubleValue).toArray(), ends);
        }
        int height = node.get("size").get(0).asInt();
        int width = node.get("size").get(1).asInt();
        JsonNode counts = node.get("counts");
        if (counts.isTextual()) {
            return new Segmentation.CompressedRle(height, width, counts.asText());
        }
        int[] runs = new int[counts.size()];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = counts.get(i).asInt();
        }
        return new Segmentation.Rle(height, width, runs);
    }

    private static InputStream open(String file) throws IOException {
        return new GZIPInputStream(Files.newInputStream(FOLDER.resolve(file)));
    }

    private static BufferedReader lines(String file) throws IOException {
        return new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8));
    }
}
