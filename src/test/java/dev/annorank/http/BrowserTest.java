package dev.annorank.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of the page in a real browser, over scripted answers: one browser a class, a new server for each method. */
abstract class BrowserTest {
    static final String KEPT = "#prune-facts > div:nth-child(1) dd";

    @TempDir
    static Path profile;

    static Browser browser;
    PageServer server;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.start(profile);
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void startServer() {
        server = new PageServer();
        browser.resize(1280, 900);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    void open(PageData data) {
        data.serve(server, 5);
        browser.open(server.url());
        browser.awaitText("#pill-text", "Live, epoch 5");
        browser.await("the page follows", () -> assertThat(server.following()).isPositive());
    }
}
