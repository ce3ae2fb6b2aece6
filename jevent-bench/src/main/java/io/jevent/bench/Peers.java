// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import io.jevent.bench.Availability.Present;
import io.netty.util.Version;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import kotlin.KotlinVersion;
import org.apache.pekko.actor.ActorSystem;
import org.zeromq.ZMQ;

/** Everybody the bench knows. */
final class Peers {

    /** The rows in which jevent is Jython. */
    private static final Set<String> JYTHON = Set.of("py-switch", "py-queue", "py-spawn", "py-http", "py-start");

    /** The rows in which jevent is GraalPy with the Graal compiler. */
    private static final Set<String> HEAVY = Set.of("py-flask", "py-two-hubs");

    private static final Set<String> GREENLETS = Set.of("py-switch", "py-queue", "py-spawn", "py-http");
    private static final Set<String> INTERPRETED =
            Set.of("py-switch", "py-queue", "py-spawn", "py-http", "py-flask", "py-start");

    private Peers() {}

    /** Returns jevent itself. */
    static Peer ours(Scratch scratch) {
        return new JeventPeer(
                new JvmPeer("jevent", new Present("jevent"), "ours"),
                List.of(
                        new PythonPeer("jython", "jython", false, 1, JYTHON, scratch),
                        new PythonPeer("graalpy-compiled", "graalpy", true, 2, HEAVY, scratch)));
    }

    /** Returns those jevent is measured against. */
    static List<Peer> others(Scratch scratch) {
        var jdk = new Present("JDK " + Runtime.version());
        return List.of(
                new JvmPeer("unpatched", new Present("jevent"), "unpatched"),
                new JvmPeer("no-cache", new Present("jevent"), "plain"),
                new JvmPeer("jdk-continuation", jdk, "continuation"),
                new JvmPeer("jdk-virtual-threads", jdk, "jdk"),
                new JvmPeer("kotlin", new Present("Kotlin " + KotlinVersion.CURRENT), "kotlin"),
                new JvmPeer("jeromq-threads", new Present("JeroMQ " + ZMQ.getVersionString()), "jeromq"),
                new OneHubPeer(new JvmPeer("jevent", jdk, "ours", 1)),
                new JavaWayPeer(
                        new JvmPeer("jevent", jdk, "ours"),
                        Rows.named("plaintext").orElseThrow()),
                new JvmPeer("pekko-typed", new Present("Pekko " + ActorSystem.Version()), "pekko"),
                new JvmPeer("jevent-actor", new Present("jevent"), "actor"),
                new JvmPeer("netty", new Present("Netty " + nettyVersion()), "netty"),
                new JvmPeer("vertx", new Present("Vert.x " + vertxVersion()), "vertx"),
                new Http11Peer(
                        new JvmPeer("helidon", new Present("Helidon " + io.helidon.common.Version.VERSION), "helidon")),
                new GoPeer(scratch),
                new PythonPeer("graalpy-compiled", "graalpy", true, 1, GREENLETS, scratch),
                new PythonPeer("graalpy", "graalpy", false, 1, INTERPRETED, scratch),
                new PythonPeer("one-hub-of-python", "graalpy", true, 1, Set.of("py-two-hubs"), scratch),
                new GeventPeer(scratch));
    }

    /** As its jar's manifest has it. */
    private static String vertxVersion() {
        var version = Vertx.class.getPackage().getImplementationVersion();
        return version == null ? "of unknown version" : version;
    }

    private static String nettyVersion() {
        var common = Version.identify().get("netty-common");
        return common == null ? "of unknown version" : common.artifactVersion();
    }
}
