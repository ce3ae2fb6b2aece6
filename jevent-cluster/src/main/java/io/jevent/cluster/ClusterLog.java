// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.Props;
import org.apache.pekko.event.Logging;

/** Brings Pekko's log to the logger {@code io.jevent.cluster}. */
final class ClusterLog extends AbstractActor {

    private static final System.Logger LOG = System.getLogger("io.jevent.cluster");

    /** Pekko starts it where its settings name no logger, and creates those by reflection. */
    private static final String PRINTER = "/system/log1-Logging$DefaultLogger";

    private ClusterLog() {}

    /** Logs the errors and warnings of a system from now on. Pekko would print them; an earlier one is thrown. */
    static void start(ActorSystem system) {
        ActorRef log = system.actorOf(Props.create(ClusterLog.class, ClusterLog::new));
        boolean _ = system.eventStream().subscribe(log, Logging.Error.class);
        boolean _ = system.eventStream().subscribe(log, Logging.Warning.class);
        system.eventStream().setLogLevel(Logging.WarningLevel());
        system.actorSelection(PRINTER).tell(PoisonPill.getInstance(), ActorRef.noSender());
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(Logging.Error.class, event -> log(System.Logger.Level.ERROR, event))
                .match(Logging.Warning.class, event -> log(System.Logger.Level.WARNING, event))
                .build();
    }

    private static void log(System.Logger.Level level, Logging.LogEvent event) {
        if (event instanceof Logging.Error error && error.cause() != null) {
            LOG.log(level, String.valueOf(event.message()), error.cause());
        } else {
            LOG.log(level, String.valueOf(event.message()));
        }
    }
}
