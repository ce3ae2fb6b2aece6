// SPDX-License-Identifier: Apache-2.0
package io.jevent.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.jevent.Jevent;
import io.jevent.http.Site;
import io.jevent.hub.Hub;
import io.jevent.queue.Queue;
import io.jevent.threadpool.ThreadPool;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser. Without one the test is skipped, unless JEVENT_NEED_BROWSER is set. */
class DashboardBrowserTest {

    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

    @TempDir(cleanup = CleanupMode.NEVER)
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

    /** Returns the page after its scripts have run for a while. */
    private String shown(String uri) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(
                        browser(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--virtual-time-budget=3000",
                        "--dump-dom",
                        uri)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(600, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    @Test
    void thePageShowsGreenletsAndServers() throws Exception {
        String program = browser();
        assertThat(program).isNotEmpty();
        try (Site site = Site.of((_, response) -> response.send("x"));
                Hub hub = Hub.current()) {
            int port = site.port();
            String page = Jevent.run(() -> {
                Jevent.spawn(() -> new Queue<String>().get()).setName("reader <b>");
                try (Dashboard dashboard = Dashboard.open()) {
                    dashboard.watch(site.server()).show("rooms & more", () -> "room <lobby>\n2 visitors");
                    return ThreadPool.ofHub().apply(() -> shown(dashboard.url()));
                }
            });
            assertThat(page)
                    .contains("reader &lt;b&gt;", "waiting on Queue.get", "127.0.0.1:" + port, "HttpServer")
                    .contains("<h2>rooms &amp; more</h2><pre>room &lt;lobby&gt;\n2 visitors</pre>")
                    .doesNotContain("connecting …")
                    .doesNotContain("reader <b>");
            assertThat(hub.isClosed()).isTrue();
        }
    }
}
