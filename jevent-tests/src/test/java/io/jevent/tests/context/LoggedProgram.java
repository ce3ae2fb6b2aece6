// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.context;

import io.jevent.Jevent;
import io.jevent.hub.ContextPropagator;
import io.jevent.pool.Group;
import io.jevent.threadpool.ThreadPool;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Serves two requests, with the diagnostic context of SLF4J in each of them, and logs. */
final class LoggedProgram {

    private static final Logger LOG = LoggerFactory.getLogger(LoggedProgram.class);

    private LoggedProgram() {}

    // @start region="propagator"
    private static ContextPropagator.Captured captureMdc() {
        Map<String, String> ours = MDC.getCopyOfContextMap();
        if (ours == null) {
            return null;
        }
        return () -> {
            Map<String, String> before = MDC.getCopyOfContextMap();
            MDC.setContextMap(ours);
            return () -> MDC.setContextMap(before == null ? Map.of() : before);
        };
    }
    // @end

    static void main() {
        ContextPropagator.add(LoggedProgram::captureMdc);
        var requests = new Group();
        requests.map(LoggedProgram::serve, List.of("ada", "grace"));
        LOG.info("done");
        ThreadPool.ofHub().apply(() -> {
            LOG.info("thread done");
            return true;
        });
    }

    private static boolean serve(String user) {
        MDC.put("user", user);
        LOG.info("request");
        Jevent.sleep();
        var query = Jevent.spawn(() -> LOG.info("query"));
        ThreadPool.ofHub().apply(() -> {
            LOG.info("thread");
            return true;
        });
        query.join();
        LOG.info("response");
        return true;
    }
}
