// SPDX-License-Identifier: Apache-2.0
package io.jevent.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.hub.Realm;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser. Without one the tests are skipped, unless JEVENT_NEED_BROWSER is set. */
@Tag("realtime")
class TracePageBrowserTest {

    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path profile;

    @TempDir
    private Path folder;

    private static String browser() {
        Optional<String> found = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .flatMap(path -> BROWSERS.stream().map(name -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
        if (found.isEmpty() && System.getenv("JEVENT_NEED_BROWSER") != null) {
            fail("none of " + BROWSERS + " is on the PATH");
        }
        return found.orElseGet(() -> abort("none of " + BROWSERS + " is on the PATH"));
    }

    /** Returns the page after its scripts have run. */
    private String shown(String page) throws Exception {
        Path file = Files.writeString(folder.resolve("page.html"), page);
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(
                        browser(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--user-data-dir=" + profile,
                        "--virtual-time-budget=2000",
                        "--dump-dom",
                        file.toUri().toString())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(600, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    private static String after(String page, String scripts) {
        return page.replace("</body>", "<script>addEventListener('load', () => {" + scripts + "})</script></body>");
    }

    @Test
    void marksAreListedAndShownOnAClick() throws Exception {
        Path file = folder.resolve("marks.html");
        try (var trace = TraceFile.record(file)) {
            HubTesting.run(() -> {
                var greenlet = Jevent.spawn(() -> {});
                greenlet.setName("late");
                trace.mark(greenlet, "here runs late");
                greenlet.join();
            });
        }
        String page = after(Files.readString(file), "document.querySelector('#marks button').click()");
        assertThat(shown(page))
                .contains("<button type=\"button\"><b>1</b>here runs late</button>")
                .contains("<strong>late</strong>");
    }

    @Test
    void eventsHaveLettersAndNodesHaveHeadings() throws Exception {
        Path file = folder.resolve("events.html");
        try (var trace = TraceFile.record(file)) {
            HubTesting.run(() -> {
                var greenlet = new Realm("node a").within(() -> Jevent.spawn(() -> {}));
                trace.mark(greenlet, "here runs another");
                trace.event(greenlet, "a crashes");
                trace.event(greenlet, "a starts again");
                greenlet.join();
            });
        }
        String headings = "document.title = rows.list.filter(row => row.kind === 'hub').map(row => row.label).join()";
        String page = Files.readString(file).replace("start();", "start();\n" + headings);
        assertThat(shown(page))
                .contains("<b>1</b>here runs another")
                .contains("<li class=\"event\"><button type=\"button\"><b>a</b>a crashes</button>")
                .contains("<b>b</b>a starts again")
                .contains("<title>node a</title>");
    }

    @Test
    void twoGreenletsAreShownInOrderAndToldInWords() throws Exception {
        String page = Traces.page(Traces.of(Traces::twoThatGiveWay), "two");
        assertThat(shown(page))
                .contains("data-ready=\"true\"", "data-scale=\"order\"", "3 greenlets, 6 switches")
                .contains("<li>root ran, spawned foo, spawned bar, and waited for the end of foo</li>")
                .contains("<li>foo ran and gave way</li>")
                .contains("<li>foo ran and ended, which woke root</li>");
    }

    @Test
    void keysSelectWhatIsToldInDetail() throws Exception {
        String keys = "for (const key of 'o.....') document.dispatchEvent(new KeyboardEvent('keydown', {key}))";
        String page = Traces.page(Traces.of(Traces::waker), "waker").replace("event.target.tagName", "''");
        assertThat(shown(after(page, keys)))
                .contains("data-scale=\"time\"")
                .contains("<strong>root</strong>", "<dt>because</dt><dd>woken by a timer</dd>");
    }

    @Test
    void thousandsAreGroupedAndFoundByName() throws Exception {
        String name = "</script><script>document.title = 'broken'</script>";
        String page = Traces.page(
                Traces.of(() -> {
                    for (int i = 0; i < 3000; i++) {
                        Jevent.spawn(() -> Jevent.sleep()).setName(name + i);
                    }
                    Jevent.sleep();
                    Jevent.sleep();
                }),
                "thousands");
        String search =
                "const s = document.getElementById('search'); s.value = \"'broken'\"; s.dispatchEvent(new Event('input'))";
        assertThat(shown(after(page, search)))
                .contains("<title>thousands</title>", "data-ready=\"true\"", "3,001 greenlets")
                .contains(">3,000 of 3,001<");
    }
}
