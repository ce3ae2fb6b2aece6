// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the certificate of a handshake by the name that the client asked for (SNI). An engine first asks for an
 * alias, then for the key and the certificates of that alias. Each set of credentials has its own alias, so a reload
 * between the two never mixes old and new.
 */
final class IdentityKeyManager extends X509ExtendedKeyManager {

    /** The number of sets of credentials that are remembered; a handshake asks only for a recent choice. */
    private static final int REMEMBERED = 64;

    private final @Nullable TlsIdentity ordinary;
    private final Map<String, TlsIdentity> byName;
    private final AtomicLong count = new AtomicLong();
    private final Map<String, Credentials> aliases = new ConcurrentHashMap<>();
    private final Map<Credentials, String> known = new ConcurrentHashMap<>();

    IdentityKeyManager(@Nullable TlsIdentity ordinary, Map<String, TlsIdentity> byName) {
        this.ordinary = ordinary;
        this.byName = Map.copyOf(byName);
    }

    private @Nullable String alias(@Nullable TlsIdentity identity, String... keyTypes) {
        if (identity == null) {
            return null;
        }
        Credentials credentials = identity.current();
        String type = credentials.type();
        for (String wanted : keyTypes) {
            if (wanted.equals(type) || wanted.startsWith(type + "_")) {
                return known.computeIfAbsent(credentials, this::remember);
            }
        }
        return null;
    }

    private String remember(Credentials credentials) {
        long n = count.getAndIncrement();
        String alias = "identity " + n;
        aliases.put(alias, credentials);
        Credentials old = aliases.remove("identity " + (n - REMEMBERED - byName.size()));
        if (old != null) {
            known.values().remove("identity " + (n - REMEMBERED - byName.size()));
        }
        return alias;
    }

    private @Nullable TlsIdentity asked(SSLEngine engine) {
        if (!byName.isEmpty() && engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                TlsIdentity identity = name instanceof SNIHostName host ? named(host.getAsciiName()) : null;
                if (identity != null) {
                    return identity;
                }
            }
        }
        return ordinary;
    }

    private @Nullable TlsIdentity named(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        TlsIdentity identity = byName.get(name);
        int dot = name.indexOf('.');
        return identity != null || dot < 0 ? identity : byName.get("*" + name.substring(dot));
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return alias(asked(engine), keyType);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return alias(ordinary, keyTypes);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Credentials credentials = aliases.get(alias);
        return credentials == null ? null : credentials.chainArray();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Credentials credentials = aliases.get(alias);
        return credentials == null ? null : credentials.key();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return array(alias(ordinary, keyType));
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return array(alias(ordinary, keyType));
    }

    private static String @Nullable [] array(@Nullable String alias) {
        return alias == null ? null : List.of(alias).toArray(String[]::new);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(ordinary, keyTypes);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(ordinary, keyType);
    }
}
