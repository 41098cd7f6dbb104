package dev.annorank.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;

/**
 * The web page: the files of one folder of the class path, read once at the start. What is not in it has no route, so no
 * path can lead out of it.
 */
final class PageRoutes implements RouteGroup {
    private static final String CHART = "/webjars/chart.js/chart.umd.js";
    private static final String CHART_VERSION = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";

    /** Scripts and data from here only; pictures from wherever events say they are. */
    private static final String CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data: blob: http: https:; connect-src 'self'; font-src 'self'; manifest-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> SECURITY = Map.of(
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Content-Security-Policy",
            CONTENT_POLICY,
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private final SortedMap<String, WebFile> files;

    /** @param folder absolute name on the class path; may be absent */
    PageRoutes(String folder) {
        files = load(folder);
    }

    @Override
    public void register(Routes routes) {
        files.forEach((path, file) -> routes.get(path, file::answer));
        WebFile index = files.get("/index.html");
        routes.get("/", context -> {
            if (index == null) {
                throw new Problem(404, "this build has no web page").hint("/openapi.json lists what there is");
            }
            index.answer(context);
        });
        routes.get(CHART, WebFile.load(chartFile())::answer);
    }

    /** Paths of the files. */
    Set<String> paths() {
        return files.keySet();
    }

    /** Headers that keep a browser from doing more with an answer than it should. */
    static void secure(Context context) {
        SECURITY.forEach(context::header);
    }

    /** The same for an answer that Javalin does not make. */
    static void secure(HttpFields.Mutable headers) {
        SECURITY.forEach(headers::put);
    }

    /** The folder in the library's jar is named after its version. */
    private static String chartFile() {
        Properties properties = new Properties();
        try (InputStream in = PageRoutes.class.getResourceAsStream(CHART_VERSION)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "/META-INF/resources/webjars/chart.js/" + properties.getProperty("version") + "/dist/chart.umd.min.js";
    }

    private static SortedMap<String, WebFile> load(String folder) {
        URL url = PageRoutes.class.getResource(folder);
        if (url == null) {
            return new TreeMap<>();
        }
        try {
            URI uri = url.toURI();
            if (uri.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    return load(jar.getPath(folder));
                }
            }
            return load(Path.of(uri));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(url.toString(), e);
        }
    }

    private static SortedMap<String, WebFile> load(Path root) throws IOException {
        SortedMap<String, WebFile> loaded = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String name = "/" + root.relativize(file).toString().replace('\\', '/');
                loaded.put(name, new WebFile(name, Files.readAllBytes(file)));
            }
        }
        return loaded;
    }
}
