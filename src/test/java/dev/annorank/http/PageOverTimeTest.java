package dev.annorank.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page in a real browser while what it shows goes, comes and is looked away from. */
class PageOverTimeTest extends BrowserTest {
    private static Map<String, Object> reading(List<?> datasets, int behind) {
        Map<String, Object> view =
                Map.of("phase", "reading", "behindRecords", behind, "since", "2026-03-01T12:00:00Z", "words", "reads");
        return Map.of("datasets", datasets, "view", view);
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

    @Test
    void shouldNoLongerShowADataset_whenTheServerHasItNoMore() {
        open(PageData.small());
        server.forget();
        server.answer("/v1/datasets", Map.of("datasets", List.of(), "view", PageData.view("live", "reads what comes")));
        browser.await("it shows what to do instead", () -> {
            askAnew();
            assertThat(browser.find("#panels").isDisplayed()).isFalse();
        });
        browser.awaitText("#empty", "No dataset yet");
        assertThat(browser.text("#pill-text")).isEqualTo("Live");
        PageData.small().serve(server, 2);
        browser.awaitText("#pill-text", "Live, epoch 2");
    }

    @Test
    void shouldCountDownAndBegin_whenTheServerStillReads() {
        server.answer("/v1/datasets", reading(List.of(), 300));
        browser.open(server.url());
        browser.awaitText("#empty", "300 records to go");
        server.answer("/v1/datasets", reading(List.of(), 200));
        browser.awaitText("#empty", "200 records to go");
        PageData.small().serve(server, 5);
        browser.awaitText("#pill-text", "Live, epoch 5");
    }

    @Test
    void shouldWaitForTheDatasetOfTheAddress_whenTheServerStillReads() {
        server.answer("/v1/datasets", reading(List.of(Map.of("dataset", "other", "images", 9)), 300));
        browser.open(server.url() + "#dataset=street&rate=0.3&order=top");
        browser.awaitText("#empty", "300 records to go");
        assertThat(browser.run("return location.hash")).asString().contains("dataset=street");
        PageData.small().serve(server, 5);
        browser.awaitText("#pill-text", "Live, epoch 5");
        assertThat(browser.run("return location.hash")).asString().contains("dataset=street");
    }

    @Test
    void shouldShowTheLastPage_whenTheAddressIsBeyondIt() {
        PageData.small().serve(server, 5);
        browser.open(server.url() + "#dataset=street&rate=0.3&order=top&offset=999");
        browser.show("#ranking");
        browser.awaitText("#ranking-range", "25 to 40 of 40");
        assertThat(browser.run("return location.hash")).asString().contains("offset=24");
    }

    @Test
    void shouldTellAPruneRateAsItIs_whenItIsNoWholePercentage() {
        PageData.small().serve(server, 5);
        browser.open(server.url() + "#dataset=street&rate=0.125&order=top");
        browser.awaitText("#rate-out", "12.5%");
        browser.show("#prune");
        browser.awaitText(KEPT, "35 (87.5%)");
        assertThat(browser.run("return location.hash")).asString().contains("rate=0.125");
    }

    @Test
    void shouldLeaveThePageAtOnce_whenImagesWereOpenedAndClosed() {
        open(PageData.small());
        browser.show("#ranking");
        browser.awaitText("#ranking-cards", "img/3");
        Object entries = browser.run("return history.length");
        for (int i = 0; i < 3; i++) {
            browser.run("document.querySelectorAll('#ranking-cards .card')[arguments[0]].click()", i);
            browser.awaitText("#why table", "car");
            browser.run("document.querySelector('#why .close').click()");
            browser.await(
                    "the address has no image",
                    () -> assertThat(browser.run("return location.hash"))
                            .asString()
                            .doesNotContain("image="));
        }
        assertThat((Long) browser.run("return history.length")).isLessThanOrEqualTo((Long) entries + 1);
    }
}
