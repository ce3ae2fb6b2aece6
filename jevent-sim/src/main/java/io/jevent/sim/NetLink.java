// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.Durations;
import io.jevent.internal.simnet.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The connection between two nodes, in both directions; see {@link Net#link}. All settings take effect for packets that
 * are sent later.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @since 0.1
 */
public final class NetLink {

    private final List<Path> paths;

    NetLink(Path there, Path back) {
        this.paths = List.of(there, back);
    }

    private NetLink each(Consumer<Path> change) {
        paths.forEach(change);
        return this;
    }

    /**
     * Sets how long packets take in one direction: from 1 to 10 milliseconds unless set.
     *
     * @param min the shortest time, which is the plain case
     * @param max the longest time
     * @return this
     * @throws IllegalArgumentException if {@code max} is less than {@code min}
     */
    public NetLink latency(Duration min, Duration max) {
        long shortest = Durations.nanos(min, "min");
        long longest = Durations.nanos(max, "max");
        if (longest < shortest) {
            throw new IllegalArgumentException("max " + max + " is less than min " + min);
        }
        return each(path -> path.latency(shortest, longest));
    }

    /**
     * Limits the bandwidth of each direction; there is no limit unless set.
     *
     * @param bytesPerSecond the bytes in a second, at least 1
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public NetLink bandwidth(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("bandwidth must be at least 1 byte in a second: " + bytesPerSecond);
        }
        return each(path -> path.bandwidth(bytesPerSecond));
    }

    /**
     * Sets how likely a packet is lost. TCP sends it again, after 200 milliseconds at first.
     *
     * @param probability from 0 to 1; 0 unless set
     * @return this
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public NetLink loss(double probability) {
        return each(path -> path.loss(checked(probability)));
    }

    /**
     * Sets how likely a datagram is overtaken by later ones. TCP keeps the order of its bytes.
     *
     * @param probability from 0 to 1; 0 unless set
     * @return this
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public NetLink reorder(double probability) {
        return each(path -> path.reorder(checked(probability)));
    }

    /**
     * Sets how likely a datagram arrives twice.
     *
     * @param probability from 0 to 1; 0 unless set
     * @return this
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public NetLink duplicate(double probability) {
        return each(path -> path.duplicate(checked(probability)));
    }

    /**
     * Sets whether new connections are refused, as if nothing listened.
     *
     * @param refuse true to refuse them
     * @return this
     */
    public NetLink refuseConnects(boolean refuse) {
        return each(path -> path.refuse(refuse));
    }

    /**
     * Sets whether requests for new connections are lost, so that connects time out.
     *
     * @param drop true to lose them
     * @return this
     */
    public NetLink dropConnects(boolean drop) {
        return each(path -> path.drop(drop));
    }

    /**
     * Delays packets from now on, those that are in flight included.
     *
     * @param time how long
     * @return this
     */
    public NetLink clog(Duration time) {
        long nanos = Durations.nanos(time, "time");
        return each(path -> path.clogFor(nanos));
    }

    private static double checked(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability is from 0 to 1: " + probability);
        }
        return probability;
    }

    @Override
    public String toString() {
        return "link from " + paths.getFirst();
    }
}
