// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.cookbook;

import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Routes;
import io.jevent.pool.Group;
import io.jevent.queue.Queue;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Workers that find their own work. */
final class Crawler {

    private Crawler() {}

    // @start region="program"
    private static final Pattern LINK = Pattern.compile("href=\"(/[^\"]*)\"");
    private static final Map<String, String> SITE = Map.of(
            "/", "<a href=\"/news\">news</a> <a href=\"/about\">about</a>",
            "/news", "<a href=\"/\">home</a> <a href=\"/news/1\">more</a>",
            "/news/1", "<a href=\"/lost\">lost</a>",
            "/about", "nothing here");

    static void main() throws IOException {
        var routes = new Routes();
        SITE.forEach((path, page) ->
                routes.get(path, (_, response) -> response.type("text/html").send(page)));
        try (var server = new HttpServer("127.0.0.1:0", routes, HttpOptions.DEFAULTS.log(AccessLog.NONE))) {
            server.start();
            IO.println(crawl("http://127.0.0.1:" + server.port(), 4));
        }
    }

    private static Set<String> crawl(String site, int workers) {
        var seen = new TreeSet<>(Set.of("/")); // shared by the workers, without a lock
        var paths = new Queue<String>();
        paths.put("/");
        var group = new Group();
        for (int i = 0; i < workers; i++) {
            var _ = group.spawn(() -> {
                for (String path : paths) {
                    LINK.matcher(fetch(site + path))
                            .results()
                            .map(link -> link.group(1))
                            .filter(seen::add)
                            .forEach(paths::put);
                    paths.taskDone();
                }
            });
        }
        paths.join(); // until each path that was put is done
        paths.shutdown(); // ends the loops of the workers
        group.join();
        return seen;
    }

    private static String fetch(String address) {
        try (var in = URI.create(address).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // a dead link has no links
        }
    }
    // @end
}
