package dev.annorank.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page in a real browser, over scripted answers. */
class PageTest extends BrowserTest {
    private static final String IMAGES = "#strip > div:nth-child(1) dd";
    private static final String FIRST_CARD = "#ranking-cards > li:first-child .card";
    private static final String RANKING = "/v1/datasets/street/ranking";

    private static final String SIDEWAYS =
            "const node = document.querySelector(arguments[0]); return node.scrollWidth - node.clientWidth";

    @Test
    void shouldShowEverySectionWithoutComplaint_whenThereIsADataset() {
        open(PageData.small());
        for (String section : List.of("growth", "prune", "ranking", "classes", "shapes", "outliers")) {
            browser.show("#" + section);
            browser.await(
                    section + " has no problem",
                    () -> assertThat(browser.count("#" + section + " .problem:not([hidden])"))
                            .isZero());
        }
        browser.awaitText(IMAGES, "45");
        browser.awaitText("#classes-table", "none kept");
        browser.awaitText("#shapes-hint", PageData.UNSCORED);
        browser.awaitText("#outliers-cards", "SI-SCS 4.2");
        assertThat(browser.count("#ranking-cards > li")).isEqualTo(24);
        assertThat(browser.count("#ranking-cards path")).isEqualTo(24);
        browser.await(
                "nine charts are drawn",
                () -> assertThat(
                                browser.run(
                                        "return [...document.querySelectorAll('canvas')].filter((c) => Chart.getChart(c)).length"))
                        .isEqualTo(9L));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldTellEveryChartAsATable_whenItIsOpened() {
        open(PageData.small());
        browser.awaitText("#growth-charts .value", "45");
        browser.find("#growth-charts summary").click();
        browser.awaitText("#growth-charts details table", "45");
        assertThat(browser.find("#growth-charts canvas").getDomAttribute("aria-label"))
                .contains("to 45");
    }

    @Test
    void shouldShowANewEpoch_whenTheServerSendsOne() {
        PageData data = PageData.small();
        open(data);
        browser.awaitText(IMAGES, "45");
        data.serve(server, 6);
        server.send("epoch", data.epoch(6));
        browser.awaitText(IMAGES, "46");
        browser.awaitText("#growth-charts .value", "46");
        browser.show("#ranking");
        browser.awaitText("#ranking-hint", "epoch 6");
    }

    @Test
    void shouldAskAtMostOnceASecond_whenEpochsComeFast() {
        PageData data = PageData.small();
        open(data);
        browser.show("#prune");
        browser.awaitText(KEPT, "28");
        int before = server.asked("/v1/datasets/street/prune");
        long began = System.nanoTime();
        for (int epoch = 6; epoch < 500; epoch++) {
            server.send("epoch", data.epoch(epoch));
        }
        browser.awaitText("#pill-text", "epoch 499");
        long seconds = (System.nanoTime() - began) / 1_000_000_000;
        assertThat((long) server.asked("/v1/datasets/street/prune") - before).isLessThanOrEqualTo(seconds + 2);
    }

    @Test
    void shouldChangeTheFigures_whenTheSliderIsMovedByKeyboard() {
        open(PageData.small());
        browser.show("#prune");
        browser.awaitText(KEPT, "28 (70.0%)");
        browser.focus("#rate");
        for (int i = 0; i < 10; i++) {
            browser.press(Keys.ARROW_RIGHT);
        }
        browser.awaitText(KEPT, "24 (60.0%)");
        browser.awaitText("#rate-out", "40%");
        assertThat(browser.run("return location.hash")).asString().contains("rate=0.4");
        assertThat(browser.find("#rate").getDomAttribute("aria-valuetext")).isEqualTo("40% dropped");
    }

    @Test
    void shouldShowTheImagesOnBothSides_whenTheCutoffIsChosen() {
        open(PageData.small());
        browser.show("#ranking");
        browser.awaitText("#ranking-range", "1 to 24");
        browser.run("document.querySelector('input[value=cutoff]').click()");
        browser.awaitText("#ranking-range", "17 to 40");
        browser.await(
                "one cutoff",
                () -> assertThat(browser.text("#ranking-cards > li.cutoff .rank"))
                        .isEqualTo("#28"));
        assertThat(browser.count("#ranking-cards > li.dropped")).isEqualTo(12);
    }

    @Test
    void shouldOpenAndCloseTheReasons_whenOnlyTheKeyboardIsUsed() {
        open(PageData.small());
        browser.show("#ranking");
        browser.awaitText(FIRST_CARD, "img/1");
        browser.focus(FIRST_CARD);
        browser.press(Keys.ENTER);
        browser.awaitText("#why table", "car");
        assertThat(browser.run("return document.querySelector('#why').open")).isEqualTo(true);
        assertThat(browser.run("return location.hash")).asString().contains("image=img%2F1");
        browser.focus("#why tbody button");
        assertThat(browser.count("#why path.lit")).isEqualTo(1);
        browser.press(Keys.ESCAPE);
        browser.await(
                "it is closed",
                () -> assertThat(browser.run("return document.querySelector('#why').open"))
                        .isEqualTo(false));
        assertThat(browser.run("return document.activeElement.image")).isEqualTo("img/1");
        assertThat(browser.run("return location.hash")).asString().doesNotContain("image=");
    }

    @Test
    void shouldLeaveTheRankingAsItIs_whenSomebodyIsReadingIt() {
        PageData data = PageData.small();
        open(data);
        browser.show("#ranking");
        browser.awaitText(FIRST_CARD, "img/1");
        browser.focus(FIRST_CARD);
        new PageData(40, data.classes, "newer/", "").serve(server, 6);
        server.send("epoch", data.epoch(6));
        browser.await(
                "it offers the newer one",
                () -> assertThat(browser.find("#ranking-fresh").isDisplayed()).isTrue());
        assertThat(browser.text(FIRST_CARD)).contains("img/1");
        assertThat(browser.run("return document.activeElement.image")).isEqualTo("img/1");
        browser.run("document.querySelector('#ranking-fresh').click()");
        browser.awaitText(FIRST_CARD, "newer/1");
    }

    @Test
    void shouldNotScrollSideways_whenNarrow() {
        browser.resize(400, 800);
        open(new PageData(1_000_000, List.of("a".repeat(300), "b c"), "x".repeat(300), ""));
        for (String section : List.of("growth", "prune", "ranking", "classes", "shapes", "outliers")) {
            browser.show("#" + section);
            browser.await(
                    section, () -> assertThat(browser.run(SIDEWAYS, "html")).isEqualTo(0L));
        }
        browser.awaitText("#ranking-range", "1 to 24 of 1,000,000");
        browser.focus(FIRST_CARD);
        browser.press(Keys.ENTER);
        browser.awaitText("#why table", "aaa");
        assertThat(browser.run(SIDEWAYS, "#why")).isEqualTo(0L);
    }

    @Test
    void shouldSayWhatToDo_whenThereIsNoDataset() {
        server.answer("/v1/datasets", Map.of("datasets", List.of(), "view", PageData.view("live", "reads what comes")));
        browser.open(server.url());
        browser.awaitText("#empty", "./annorank load");
        browser.awaitText("#empty", server.url() + "v1/events");
        assertThat(browser.find("#panels").isDisplayed()).isFalse();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldSaySinceWhen_whenKafkaIsAway() {
        open(PageData.small());
        // By the server's time zone, and the epoch of any dataset: the page knows both better.
        server.send("state", PageData.view("unreachable", "Kafka does not answer since 03:00:30; showing epoch 9"));
        browser.awaitText("#banner", "Kafka has not answered since");
        assertThat(browser.text("#banner")).doesNotContain("03:00:30", "epoch 9");
        browser.awaitText("#banner", "What is shown is epoch 5");
        browser.awaitText("#say", "Kafka has not answered since");
        server.send("state", PageData.view("live", "reads what comes"));
        browser.await(
                "it is over",
                () -> assertThat(browser.find("#banner").isDisplayed()).isFalse());
        browser.awaitText("#say", "Live again");
    }

    @Test
    void shouldSaySinceWhenAndRecover_whenTheServerIsAway() {
        PageData data = PageData.small();
        open(data);
        browser.awaitText(IMAGES, "45");
        int port = server.goAway();
        browser.awaitText("#banner", "The server has not answered since");
        assertThat(browser.text(IMAGES)).isEqualTo("45");
        data.serve(server, 7);
        server.comeBack(port);
        browser.awaitText("#pill-text", "Live, epoch 7");
        browser.awaitText(IMAGES, "47");
    }

    @Test
    void shouldShowNamesAsTheyAre_whenTheyAreHostile() {
        String markup = "<img src=x onerror='window.broken=1'>";
        String script = "\"><script>window.broken=1</script>";
        open(new PageData(
                30,
                List.of(markup, script, "__proto__", "constructor", "\u200b\u2060"),
                markup,
                "javascript:window.broken=1"));
        browser.show("#classes");
        browser.awaitText("#classes-table", script);
        browser.awaitText("#classes-table", "__proto__");
        browser.awaitText("#classes-table", "\ufffd\ufffd");
        browser.show("#ranking");
        browser.awaitText(FIRST_CARD, markup);
        browser.focus(FIRST_CARD);
        browser.press(Keys.ENTER);
        browser.awaitText("#why-title", markup);
        browser.awaitText("#why table", markup);
        assertThat(browser.run("return window.broken")).isEqualTo("");
        assertThat(browser.count("img, main script, dialog script, a[href^=javascript]"))
                .isZero();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldFallBackToTheDrawing_whenAPictureDoesNotLoad() {
        open(new PageData(30, List.of("car"), "img/", server.url() + "v1/missing.jpg"));
        browser.show("#ranking");
        browser.awaitText(FIRST_CARD, "img/1");
        browser.await(
                "broken pictures are taken away",
                () -> assertThat(browser.count(FIRST_CARD + " img")).isZero());
        assertThat(server.asked("/v1/missing.jpg")).isPositive();
        assertThat(browser.count(FIRST_CARD + " path")).isEqualTo(1);
    }

    @Test
    void shouldShowWhatTheAddressSays_whenItIsOpened() {
        PageData.small().serve(server, 5);
        browser.open(server.url() + "#dataset=street&rate=0.5&order=bottom&image=img%2F3");
        browser.awaitText("#why-title", "img/3");
        browser.awaitText("#rate-out", "50%");
        browser.await(
                "bottom is asked for", () -> assertThat(server.asked(RANKING)).isPositive());
        assertThat(browser.find("input[value=bottom]").isSelected()).isTrue();
    }
}
