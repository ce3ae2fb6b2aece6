// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.http.Routes;
import io.jevent.http.ops.Health;
import io.jevent.testing.TestHub;
import io.jevent.testing.http.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The objects of Kubernetes that the page on clusters shows: they fit each other, the page's options and the code. */
class KubernetesTest {

    private static final Path PAGE = Path.of("..", "docs", "cluster.md");
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CALLS =
            Pattern.compile("reads `(\\w+)`: `\\.at\\(address, (\\d+)\\)\\.dns\\(\"([^\"]*)\", (\\d+)\\)`");

    private final String page = read();
    private final List<Object> objects = new ArrayList<>();
    private final Object service;
    private final Object nodes;
    private final Object container;

    KubernetesTest() {
        MatchResult block = BLOCK.matcher(page).results().findFirst().orElseThrow();
        new Yaml().loadAll(block.group(1)).forEach(objects::add);
        service = objects.getFirst();
        nodes = objects.getLast();
        container = at(nodes, "spec", "template", "spec", "containers", 0);
    }

    private static String read() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Finds a value by the names, or the indices, on the way to it. */
    private static Object at(Object value, Object... path) {
        Object found = value;
        for (Object step : path) {
            found = step instanceof Integer index ? ((List<?>) found).get(index) : ((Map<?, ?>) found).get(step);
            assertThat(found).as("%s of %s", step, value).isNotNull();
        }
        return found;
    }

    @Test
    void thePodsAreThoseOfTheHeadlessService() {
        assertThat(objects).hasSize(2);
        assertThat(at(service, "kind")).isEqualTo("Service");
        assertThat(at(service, "spec", "clusterIP")).isEqualTo("None");
        assertThat(at(service, "spec", "publishNotReadyAddresses")).isEqualTo(true);
        assertThat(at(nodes, "kind")).isEqualTo("StatefulSet");
        assertThat(at(nodes, "spec", "serviceName")).isEqualTo(at(service, "metadata", "name"));
        Object labels = at(nodes, "spec", "template", "metadata", "labels");
        assertThat(at(service, "spec", "selector")).isEqualTo(labels);
        assertThat(at(nodes, "spec", "selector", "matchLabels")).isEqualTo(labels);
        assertThat((Integer) at(nodes, "spec", "replicas")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void theProgramsOptionsHaveItsNames() {
        MatchResult calls = CALLS.matcher(page).results().findFirst().orElseThrow();
        assertThat(at(container, "env", 0, "name")).isEqualTo(calls.group(1));
        assertThat(at(container, "env", 0, "valueFrom", "fieldRef", "fieldPath"))
                .isEqualTo("status.podIP");
        String port = at(service, "spec", "ports", 0, "port").toString();
        assertThat(List.of(calls.group(2), calls.group(4))).containsOnly(port);
        assertThat(calls.group(3)).isEqualTo(at(service, "metadata", "name"));
    }

    @Test
    void aPodHasTheTimeToHandItsActorsOver() {
        int seconds = (Integer) at(nodes, "spec", "template", "spec", "terminationGracePeriodSeconds");
        assertThat(Duration.ofSeconds(seconds)).isGreaterThan(PekkoCluster.LEAVE);
    }

    @Test
    void theProbesAskPathsOfTheHealthChecks() throws Exception {
        try (TestHub hub = TestHub.virtualTime()) {
            hub.run(() -> {
                var routes = new Routes().mount("/health", new Health().routes());
                try (var client = new TestClient(routes)) {
                    for (String probe : List.of("readinessProbe", "livenessProbe")) {
                        String path = at(container, probe, "httpGet", "path").toString();
                        assertThat(client.get(path).send().status()).as(probe).isEqualTo(200);
                    }
                }
                return null;
            });
        }
        assertThat(at(container, "readinessProbe", "httpGet", "path").toString())
                .endsWith("/ready");
        assertThat(at(container, "livenessProbe", "httpGet", "path").toString()).endsWith("/live");
    }
}
