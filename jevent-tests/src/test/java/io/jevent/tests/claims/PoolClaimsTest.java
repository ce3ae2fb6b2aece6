// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.pool.Group;
import io.jevent.pool.Pool;
import io.jevent.testing.VirtualTime;
import io.jevent.tests.examples.Example;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Groups and pools. */
class PoolClaimsTest {

    private static final List<Integer> THREE = List.of(0, 1, 2);

    /** The square of a number, the sooner the greater the number. */
    private static int square(int n) {
        Jevent.sleep(Duration.ofSeconds(3 - n));
        return n * n;
    }

    @Test
    @DisplayName("R1: a group is a collection of greenlets that are managed together")
    void membersAreWaitedForAndKilledTogether() throws Exception {
        VirtualTime.run(_ -> {
            var group = new Group();
            List<Greenlet<?>> members = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                members.add(group.spawn(() -> Jevent.sleep(Duration.ofDays(1))));
            }
            Greenlet<Integer> short1 = Jevent.spawn(() -> square(2));
            group.add(short1);
            assertThat(group.size()).isEqualTo(6);
            short1.join();
            assertThat(group.size()).as("who ends leaves").isEqualTo(5);
            group.kill();
            assertThat(group.isEmpty()).isTrue();
            assertThat(members).allMatch(Greenlet::isDead);
        });
    }

    @Test
    @DisplayName("R2: it dispatches work in parallel: map, imap, apply and their kin")
    void workIsDoneSideBySide() throws Exception {
        VirtualTime.run(time -> {
            var group = new Group();
            assertThat(group.map(PoolClaimsTest::square, THREE)).containsExactly(0, 1, 4);
            assertThat(time.now()).as("as long as the longest").isEqualTo(Duration.ofSeconds(3));
            assertThat(group.mapAsync(PoolClaimsTest::square, THREE).result()).containsExactly(0, 1, 4);
            assertThat(group.apply(() -> square(2))).isEqualTo(4);
            assertThat(group.applyAsync(() -> square(2)).result()).isEqualTo(4);
            assertThatThrownBy(() -> group.map(n -> 1 / n, List.of(1, 0, 1))).isInstanceOf(ArithmeticException.class);
        });
    }

    @Test
    @DisplayName("R3: imap gives results in the order of the input, imapUnordered in that of completion")
    void orderedAndUnordered() throws Exception {
        VirtualTime.run(_ -> {
            var ordered = new ArrayList<Integer>();
            new Group().imap(PoolClaimsTest::square, THREE).forEachRemaining(ordered::add);
            assertThat(ordered).containsExactly(0, 1, 4);
            var unordered = new ArrayList<Integer>();
            new Group().imapUnordered(PoolClaimsTest::square, THREE).forEachRemaining(unordered::add);
            assertThat(unordered).containsExactly(4, 1, 0);
        });
        assertThat(Example.named("map").program().run().took()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    @DisplayName("R4: a pool limits how many run at once; spawning into a full one waits")
    void noMoreThanTheLimit() throws Exception {
        VirtualTime.run(time -> {
            var pool = new Pool(2);
            int[] most = {0};
            pool.map(
                    n -> {
                        most[0] = Math.max(most[0], pool.size());
                        Jevent.sleep(Duration.ofMillis(n % 3));
                        return n;
                    },
                    IntStream.range(0, 200).boxed().toList());
            assertThat(most[0]).isEqualTo(2);

            Duration before = time.now();
            for (int i = 0; i < 4; i++) {
                var _ = pool.spawn(() -> Jevent.sleep(Duration.ofSeconds(1)));
            }
            assertThat(time.now().minus(before)).isEqualTo(Duration.ofSeconds(1));
            assertThat(pool.isFull()).isTrue();
            pool.join();
            assertThat(time.now().minus(before)).isEqualTo(Duration.ofSeconds(2));
        });
        assertThat(Example.named("pool").program().run().out())
                .isEqualTo("Size of pool 2\nSize of pool 2\nSize of pool 1\n");
    }

    @Test
    @DisplayName("R5: a service around a pool: full, refusing, shut down")
    void aServiceAroundAPool() {
        assertThat(Example.named("socket-pool").program().run().out().lines())
                .contains("full True free 0", "Exception: At maximum pool size")
                .endsWith("after shutdown: size 0");
    }
}
