// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.weak;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WeakIdentityMapTest {

    /** Equal to all others; what a map must not ask. */
    private static final class Alike {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Alike;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @Test
    void tellsEqualKeysApart() {
        var map = new WeakIdentityMap<Alike, String>();
        var one = new Alike();
        var other = new Alike();
        assertThat(map.putIfAbsent(one, "one")).isNull();
        assertThat(map.putIfAbsent(other, "other")).isNull();
        assertThat(map.putIfAbsent(one, "again")).isEqualTo("one");
        map.put(other, "changed");
        assertThat(map.get(one)).isEqualTo("one");
        assertThat(map.get(other)).isEqualTo("changed");
        assertThat(map.get(new Alike())).isNull();
    }

    @Test
    void keepsNoKeyAndNoValueOfAKeyThatIsGone() {
        var map = new WeakIdentityMap<Object, Object>();
        var value = new WeakReference<>(put(map));
        while (value.get() != null) { // the garbage collector decides when
            System.gc();
            map.put(this, this);
        }
        assertThat(map.get(this)).isSameAs(this);
    }

    /** In a frame of its own, which keeps the key. */
    private static Object put(WeakIdentityMap<Object, Object> map) {
        var value = new Object();
        map.put(new Object(), value);
        return value;
    }
}
