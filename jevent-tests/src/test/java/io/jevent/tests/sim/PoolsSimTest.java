// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.pool.Group;
import io.jevent.pool.Pool;
import io.jevent.scope.Scope;
import io.jevent.sim.Sim;
import io.jevent.sim.junit.SimTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Pools and scopes in many orders, with members that end, fail and are killed. */
class PoolsSimTest {

    private static final int SCHEDULES = 500;

    private static void work(Sim sim) {
        Jevent.sleep(Duration.ofMillis(sim.choices().between("work", 0, 3)));
    }

    @SimTest(schedules = SCHEDULES)
    void aPoolNeverRunsMoreThanItsSizeAndRunsAll(Sim sim) {
        var pool = new Pool(2);
        int[] running = {0};
        int[] done = {0};
        sim.always("at most two run", () -> running[0] <= 2);
        List<Greenlet<?>> members = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            members.add(pool.spawn(() -> {
                running[0]++;
                try {
                    work(sim);
                } finally {
                    running[0]--;
                    done[0]++;
                }
            }));
        }
        if (sim.choices().chance("one is killed", 0.5)) {
            members.get(sim.choices().choose("which", members.size())).kill();
        }
        assertThat(pool.join(Duration.ofMinutes(1))).isTrue();
        assertThat(pool.size()).isZero();
        assertThat(running[0]).isZero();
        assertThat(members).allMatch(Greenlet::isDead);
        assertThat(done[0]).isGreaterThanOrEqualTo(4);
        sim.sometimes("two run at a time", done[0] == 5);
    }

    @SimTest(schedules = SCHEDULES)
    void aKilledGroupLeavesNoMember(Sim sim) {
        var group = new Group();
        int[] alive = {0};
        for (int i = 0; i < 4; i++) {
            var _ = group.spawn(() -> {
                alive[0]++;
                try {
                    work(sim);
                    var _ = group.spawn(() -> work(sim));
                } finally {
                    alive[0]--;
                }
            });
        }
        work(sim);
        group.kill();
        assertThat(alive[0]).isZero();
        assertThat(group.size()).isZero();
    }

    @SimTest(schedules = SCHEDULES)
    void noChildOutlivesItsScope(Sim sim) throws Exception {
        int[] alive = {0};
        try {
            Scope.call(Duration.ofMillis(sim.choices().between("limit", 1, 8)), scope -> {
                for (int i = 0; i < 3; i++) {
                    boolean fails = sim.choices().chance("child " + i + " fails", 0.3);
                    var _ = scope.spawn(() -> {
                        alive[0]++;
                        try {
                            work(sim);
                            if (fails) {
                                throw new IllegalStateException("child");
                            }
                            work(sim);
                        } finally {
                            alive[0]--;
                        }
                    });
                }
                work(sim);
                return true;
            });
        } catch (IllegalStateException | Timeout e) {
            sim.sometimes("a scope fails", true);
        }
        assertThat(alive[0]).isZero();
    }

    @SimTest(schedules = SCHEDULES)
    void aRaceHasOneWinnerAndNoLeftovers(Sim sim) throws Exception {
        int[] alive = {0};
        List<Callable<Integer>> bodies = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            bodies.add(() -> {
                alive[0]++;
                try {
                    work(sim);
                    return number;
                } finally {
                    alive[0]--;
                }
            });
        }
        int winner = Scope.race(bodies);
        assertThat(winner).isBetween(0, 2);
        assertThat(alive[0]).isZero();
        sim.sometimes("the last one wins", winner == 2);
    }
}
