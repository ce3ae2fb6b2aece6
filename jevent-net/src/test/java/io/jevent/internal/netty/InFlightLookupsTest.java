// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.AsyncResult;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InFlightLookupsTest {

    private static final int MANY = 3 * InFlightLookups.AT_ONCE;

    /** The started look-ups, in order. */
    private final List<AsyncResult<String>> begun = new ArrayList<>();

    private List<Greenlet<String>> ask(InFlightLookups lookups, int from) {
        List<Greenlet<String>> asking = new ArrayList<>();
        for (int i = from; i < from + MANY; i++) {
            String name = "name" + i;
            asking.add(Jevent.spawn(() -> lookups.await(name, begun::add)));
        }
        Jevent.idle();
        return asking;
    }

    @Test
    void thoseThatNobodyWaitsForAreNeverBegun() throws Exception {
        Jevent.run(() -> {
            var lookups = new InFlightLookups();
            for (int round = 0; round < 10; round++) {
                List<Greenlet<String>> asking = ask(lookups, round * MANY);
                assertThat(lookups.size()).isEqualTo(round == 0 ? MANY : InFlightLookups.AT_ONCE + MANY);
                Jevent.killAll(asking);
                assertThat(lookups.size()).as("in flight, none queued").isEqualTo(InFlightLookups.AT_ONCE);
            }
            assertThat(begun).hasSize(InFlightLookups.AT_ONCE);
            List<Greenlet<String>> asking = ask(lookups, 10 * MANY);
            for (int i = 0; i < begun.size(); i++) { // the list grows during the loop
                begun.get(i).set("found " + i);
                Jevent.idle();
            }
            assertThat(begun).hasSize(InFlightLookups.AT_ONCE + MANY);
            assertThat(asking.getLast().result()).isEqualTo("found " + (begun.size() - 1));
            assertThat(lookups.size()).isZero();
            return null;
        });
    }

    @Test
    void oneLookUpServesAllWhoWaitForIt() throws Exception {
        Jevent.run(() -> {
            var lookups = new InFlightLookups();
            Greenlet<String> first = Jevent.spawn(() -> lookups.await("name", begun::add));
            Greenlet<String> second = Jevent.spawn(() -> lookups.await("name", begun::add));
            Jevent.idle();
            first.kill();
            begun.getFirst().set("found");
            assertThat(second.result()).isEqualTo("found");
            assertThat(begun).hasSize(1);
            assertThatThrownBy(() ->
                            lookups.await("name", result -> result.setException(new UnknownHostException("gone"))))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessage("gone");
            assertThatThrownBy(() -> lookups.await("name", result -> {
                        throw new IllegalStateException("cannot begin");
                    }))
                    .hasMessage("cannot begin");
            Jevent.idle();
            assertThat(lookups.size()).isZero();
            return null;
        });
    }
}
