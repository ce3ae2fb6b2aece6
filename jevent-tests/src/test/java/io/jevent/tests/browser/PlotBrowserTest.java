// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.programs.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The page of the example on WebSockets: values arrive, and are plotted as they come. */
@Tag("realtime")
class PlotBrowserTest {

    private static String pointsAfter(Browser browser, String earlier) {
        return browser.until(d -> {
            String points = d.findElement(By.id("line")).getDomAttribute("points");
            return points == null || points.equals(earlier) ? null : points;
        });
    }

    @Test
    void thePlotMovesAndThePageSaysWhenTheServerHasGone() throws Exception {
        try (var browser = Browser.open()) {
            try (var server = ServerProcess.example("websocket", "127.0.0.1:0")) {
                browser.go(server.uri().toString());
                browser.seeText("#state", "connected");
                String first = pointsAfter(browser, "");
                String second = pointsAfter(browser, first);
                String third = pointsAfter(browser, second);
                assertThat(second).startsWith(first + " ");
                assertThat(third).startsWith(second + " ");
                assertThat(browser.see("#last").getText()).matches("[1-5] \\(number \\d+\\)");
                assertThat(browser.see("#messages").getText().lines())
                        .hasSizeGreaterThanOrEqualTo(3)
                        .allMatch(message -> message.matches("\\{\"x\": \\d+, \"y\": [1-5]}"));
            }
            browser.seeText("#state", "error, trying again");
        }
    }
}
