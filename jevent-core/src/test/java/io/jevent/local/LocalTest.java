// SPDX-License-Identifier: Apache-2.0
package io.jevent.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import java.util.ArrayList;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class LocalTest {

    @Test
    void eachGreenletHasItsOwnValue() throws Exception {
        HubTesting.run(() -> {
            var local = new Local<Integer>("x");
            var seen = new ArrayList<Integer>();
            var one = Jevent.spawn(() -> {
                local.set(1);
                Jevent.sleep();
                seen.add(local.get());
            });
            var two = Jevent.spawn(() -> {
                local.set(2);
                Jevent.sleep();
                seen.add(local.get());
            });
            Jevent.joinAll(one, two);
            assertThat(seen).containsExactly(1, 2);
            assertThat(local.isSet()).isFalse();
        });
    }

    @Test
    void aValueThatWasNotSetHereIsRefusedByName() throws Exception {
        HubTesting.run(() -> {
            var local = new Local<Integer>("x");
            local.set(1);
            var other = Jevent.spawn(local::isSet);
            assertThat(other.result()).isFalse();
            local.remove();
            assertThatThrownBy(local::get)
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessageContaining("local 'x' has no value");
        });
    }

    @Test
    void anInitialValueIsMadeForEachGreenlet() throws Exception {
        HubTesting.run(() -> {
            var local = new Local<>("list", ArrayList<String>::new);
            local.get().add("mine");
            assertThat(Jevent.spawn(() -> local.get().size()).result()).isZero();
            assertThat(local.get()).containsExactly("mine");
        });
    }

    @Test
    void aContextLocalIsInheritedAsItIsAtTheSpawn() throws Exception {
        HubTesting.run(() -> {
            var user = new ContextLocal<String>("user");
            user.set("ada");
            var child = Jevent.spawn(() -> {
                String inherited = user.get();
                user.set("changed by the child");
                return inherited;
            });
            user.set("changed by the parent");
            assertThat(child.result()).isEqualTo("ada");
            assertThat(user.get()).isEqualTo("changed by the parent");
        });
    }

    @Test
    void aContextLocalMayHaveAFallbackAndBeSetForABlock() throws Exception {
        HubTesting.run(() -> {
            var level = new ContextLocal<>("level", "info");
            assertThat(level.get()).isEqualTo("info");
            assertThat(level.isSet()).isFalse();
            String inside = level.where("debug", () -> Jevent.spawn(level::get).result());
            assertThat(inside).isEqualTo("debug");
            assertThat(level.get()).isEqualTo("info");
            assertThatThrownBy(() -> new ContextLocal<String>("none").get())
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessageContaining("ContextLocal 'none' has no value here");
        });
    }
}
