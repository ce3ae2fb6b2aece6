// SPDX-License-Identifier: Apache-2.0
/** Actors and topics on one hub or on several machines, by Apache Pekko. */
@SuppressWarnings({"requires-automatic", "module"}) // Pekko's jars
module io.jevent.cluster {
    requires transitive io.jevent.core;
    requires transitive io.jevent.net;
    requires static transitive io.jevent.http; // for sessions
    requires java.management;
    requires pekko.actor;
    requires pekko.cluster;
    requires pekko.cluster.ddata;
    requires pekko.cluster.sharding;
    requires pekko.cluster.tools;
    requires pekko.persistence;
    requires pekko.remote;
    requires scala.library;
    requires static java.sql; // for durable actors
    requires typesafe.config;
    requires static org.jspecify;

    exports io.jevent.cluster;
}
