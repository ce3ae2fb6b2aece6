// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.monkey.patch.MonkeyPatchException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Changes classes of programs and libraries: those that come when they come, those that are here now. */
final class ForeignPatching {

    private final Retransformer retransformer;
    private final String what;
    private volatile @Nullable CallSiteTransformer sites;

    /** {@code what} names the patch in messages, for example "the clocks". */
    ForeignPatching(Retransformer retransformer, String what) {
        this.retransformer = retransformer;
        this.what = what;
    }

    /**
     * Changes classes, instead of the earlier changes. The calls that they make then have no effect until they are
     * switched on.
     */
    void prepare(CallSiteTransformer now) {
        retransformer.add(now);
        try {
            retransformer.retransform(retransformer.concernedBy(now));
            now.refusal().ifPresent(why -> {
                throw new MonkeyPatchException("cannot patch " + what + ": " + why + "; nothing was patched", null);
            });
        } catch (MonkeyPatchException e) {
            retransformer.remove(now);
            throw e;
        }
        CallSiteTransformer before = sites;
        if (before != null) {
            retransformer.remove(before);
        }
        sites = now;
    }

    /** Adds the classes that could not be changed, with the reason. */
    static Map<String, String> failures(Collection<ForeignPatching> all) {
        Map<String, String> failures = new TreeMap<>();
        for (ForeignPatching one : all) {
            CallSiteTransformer sites = one.sites;
            if (sites != null) {
                sites.failures().forEach((name, cause) -> failures.put(name, cause.toString()));
            }
        }
        return failures;
    }
}
