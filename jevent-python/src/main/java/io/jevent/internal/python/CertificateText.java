// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** Takes a certificate apart, into the parts that {@code SSLSocket.getpeercert} of Python returns. */
final class CertificateText {

    /** OpenSSL's long names of what stands in a name; the keys are those of RFC 2253, and numbers. */
    private static final Map<String, String> LONG_NAMES = Map.ofEntries(
            Map.entry("CN", "commonName"),
            Map.entry("C", "countryName"),
            Map.entry("L", "localityName"),
            Map.entry("ST", "stateOrProvinceName"),
            Map.entry("O", "organizationName"),
            Map.entry("OU", "organizationalUnitName"),
            Map.entry("STREET", "streetAddress"),
            Map.entry("DC", "domainComponent"),
            Map.entry("UID", "userId"),
            Map.entry("EMAILADDRESS", "emailAddress"),
            Map.entry("SERIALNUMBER", "serialNumber"),
            Map.entry("T", "title"),
            Map.entry("GIVENNAME", "givenName"),
            Map.entry("SURNAME", "surname"));

    /** The numbers that {@link X500Principal} would print as such. */
    private static final Map<String, String> KEYWORDS = Map.of(
            "1.2.840.113549.1.9.1", "EMAILADDRESS",
            "2.5.4.5", "SERIALNUMBER",
            "2.5.4.12", "T",
            "2.5.4.42", "GIVENNAME",
            "2.5.4.4", "SURNAME");

    /** The names of the kinds of alternative names, at their numbers in RFC 5280. */
    private static final List<String> KINDS = List.of(
            "othername", "email", "DNS", "X400", "DirName", "EdiPartyName", "URI", "IP Address", "Registered ID");

    private CertificateText() {}

    /** Returns its numbers and dates, its subject, its issuer and its alternative names, all as {@code NAME=VALUE}. */
    static List<List<String>> of(byte[] encoded) throws CertificateException {
        var certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        String serial = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
        return List.of(
                List.of(
                        String.valueOf(certificate.getVersion()),
                        serial.length() % 2 == 0 ? serial : "0" + serial,
                        String.valueOf(certificate.getNotBefore().toInstant().getEpochSecond()),
                        String.valueOf(certificate.getNotAfter().toInstant().getEpochSecond())),
                name(certificate.getSubjectX500Principal()),
                name(certificate.getIssuerX500Principal()),
                alternatives(certificate.getSubjectAlternativeNames()));
    }

    private static List<String> name(X500Principal principal) throws CertificateException {
        try {
            List<String> parts = new ArrayList<>();
            for (Rdn part : new LdapName(principal.getName(X500Principal.RFC2253, KEYWORDS)).getRdns()) {
                String type = part.getType();
                parts.add(LONG_NAMES.getOrDefault(type.toUpperCase(Locale.ROOT), type) + "="
                        + (part.getValue() instanceof String text ? text : Rdn.escapeValue(part.getValue())));
            }
            return parts;
        } catch (InvalidNameException e) {
            throw new CertificateException("the name " + principal + " cannot be taken apart", e);
        }
    }

    private static List<String> alternatives(@Nullable Collection<List<?>> names) {
        List<String> parts = new ArrayList<>();
        if (names != null) {
            for (List<?> name : names) {
                parts.add(KINDS.get((Integer) name.get(0)) + "=" + name.get(1));
            }
        }
        return parts;
    }
}
