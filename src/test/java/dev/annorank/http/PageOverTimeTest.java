package dev.annorank.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser while what it shows goes, comes and is looked away from. */
class PageOverTimeTest {
    private static final String KEPT = "#prune-facts > div:nth-child(1) dd";

    @TempDir
    static Path profile;

    private static Browser browser;
    private PageServer server;

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

    private void open(PageData data) {
        data.serve(server, 5);
        browser.open(server.url());
        browser.awaitText("#pill-text", "Live, epoch 5");
        browser.await("the page follows", () -> assertThat(server.following()).isPositive());
    }

    /** The page asks at once how it stands, as it else does now and then. */
    private static void askAnew() {
        browser.run("dispatchEvent(new Event('online'))");
    }

    @Test
    void shouldKeepTheMarksOfTheClassesUpToDate_whenTheSliderIsOutOfSight() {
        PageData data = PageData.small();
        open(data);
        browser.show("#prune");
        browser.awaitText(KEPT, "28 (70.0%)");
        browser.show("#shapes");
        browser.show("#classes");
        browser.awaitText("#classes-table", "none kept");
        browser.await(
                "the slider is far away",
                () -> assertThat((Long) browser.run(
                                "return Math.round(-document.querySelector('#prune').getBoundingClientRect().bottom)"))
                        .isGreaterThan(300));
        new PageData(20, data.classes, "img/", "").serve(server, 6);
        server.send("epoch", data.epoch(6));
        browser.awaitText(KEPT, "14 (70.0%)");
    }

    @Test
    void shouldLeaveItsConnectionToOtherTabs_whenItIsHidden() {
        PageData data = PageData.small();
        open(data);
        browser.hide(true);
        data.serve(server, 6);
        browser.await("nobody follows", () -> {
            // Only by writing does the server find that a connection is gone.
            server.send("state", PageData.view("live", "reads what comes"));
            assertThat(server.following()).isZero();
        });
        browser.hide(false);
        browser.awaitText("#pill-text", "Live, epoch 6");
        browser.await(
                "the page follows again", () -> assertThat(server.following()).isPositive());
    }

    @Test
    void shouldOpenTheStreamAnew_whenItIsDead() {
        PageData data = PageData.small();
        open(data);
        data.serve(server, 6);
        browser.await("it shows the newest epoch", () -> {
            askAnew();
            assertThat(browser.text("#pill-text")).isEqualTo("Live, epoch 6");
        });
    }
}
