// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.local.Local;
import io.jevent.testing.VirtualTime;
import io.jevent.tests.examples.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Thread locals. */
class LocalClaimsTest {

    @Test
    @DisplayName("L1: data local to a greenlet; another greenlet has none")
    void eachGreenletHasItsOwnValue() throws Exception {
        VirtualTime.run(_ -> {
            var local = new Local<String>("x");
            local.set("main");
            var greenlets = new ArrayList<Greenlet<String>>();
            for (int i = 0; i < 10; i++) {
                String own = "value " + i;
                greenlets.add(Jevent.spawn(() -> {
                    assertThatThrownBy(local::get)
                            .isInstanceOf(NoSuchElementException.class)
                            .hasMessageContaining("local 'x' has no value");
                    local.set(own);
                    Jevent.sleep();
                    return local.get();
                }));
            }
            for (int i = 0; i < 10; i++) {
                assertThat(greenlets.get(i).result()).isEqualTo("value " + i);
            }
            assertThat(local.get()).isEqualTo("main");
        });
        assertThat(Example.named("local").program().run().out()).isEqualTo("1\n2\nx is not local to f2\n");
    }

    @Test
    @DisplayName("L2: a namespace for each greenlet, made anew when it first asks")
    void aValueIsMadeForEachGreenlet() throws Exception {
        VirtualTime.run(_ -> {
            var local = new Local<List<String>>("list", ArrayList::new);
            local.get().add("main");
            Greenlet<List<String>> other = Jevent.spawn(() -> local.get());
            assertThat(other.result()).isEmpty();
            assertThat(local.get()).containsExactly("main");
        });
    }
}
