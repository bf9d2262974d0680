package io.forebay.config.internal.vcl;

import io.forebay.config.internal.dialect.Notes;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Origin;
import io.forebay.spec.Origins;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.WeightedOrigin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Makes one backend of the members of a director: their origins, and the manners of the first. What
 * another one has otherwise is noted. A name that is but the member's own host is no difference.
 */
final class Members {
  private static final int MOST_WEIGHT = 65_535;

  private final Declaration director;
  private final DirectorKind kind;
  private final Notes notes;
  private List<Member> members;

  Members(Declaration director, DirectorKind kind, List<Member> members, Notes notes) {
    this.director = director;
    this.kind = kind;
    this.members = members;
    this.notes = notes;
  }

  BackendSpec unified() {
    Origins origins = origins();
    dropOwnNames();
    Member first = members.get(0);
    for (Member member : members) {
      List<Setting> different = Settings.betweenMembers(first.spec(), member.spec());
      if (!different.isEmpty()) {
        note(
            member,
            different.stream().map(Setting::name).distinct().collect(Collectors.joining(", "))
                + " of '"
                + member.name()
                + "' left out: what '"
                + first.name()
                + "' says holds for all");
      }
    }
    BackendSpec one = first.spec();
    return one.withTransport(one.transport().withOrigins(origins));
  }

  private Origins origins() {
    Map<Origin, WeightedOrigin> byOrigin = new LinkedHashMap<>();
    for (Member member : members) {
      Origin origin = member.spec().transport().origin();
      WeightedOrigin earlier = byOrigin.get(origin);
      long weight = member.weight();
      if (earlier != null) {
        boolean weighs = kind.required().equals("weight");
        weight = weighs ? weight + earlier.weight() : earlier.weight();
        String what = weighs ? "their weights are added" : "left out";
        note(member, "'" + member.name() + "' is at the origin of one before it: " + what);
      }
      if (weight > MOST_WEIGHT) {
        note(member, ".weight: " + weight + " is cut to " + MOST_WEIGHT);
      }
      byOrigin.put(origin, origin.weight((int) Math.min(weight, MOST_WEIGHT)));
    }
    return new Origins.Listed(new ArrayList<>(byOrigin.values()));
  }

  private void dropOwnNames() {
    if (drop(
        spec -> spec.exchange().host(),
        spec -> spec.exchange().host().filter(host -> isOwn(host, spec)).isPresent(),
        spec -> spec.withExchange(withoutHost(spec.exchange())))) {
      notes.add(
          director.at(),
          director.where()
              + ": .host_header of each member is its own host, which is sent unless the caller"
              + " names another");
    }
    drop(
        spec -> spec.transport().tls().sniHostname(),
        spec -> spec.transport().tls().sniHostname().stream().allMatch(name -> isOwn(name, spec)),
        spec -> withTls(spec, tls -> tls.withSniHostname(Optional.empty())));
    drop(
        spec -> spec.transport().tls().trust().certHostname(),
        Members::isVerifiedByItsOwnHost,
        spec ->
            withTls(spec, tls -> tls.withTrust(tls.trust().withCertHostname(Optional.empty()))));
  }

  private static ExchangeSpec withoutHost(ExchangeSpec exchange) {
    return exchange.withHost(Optional.empty());
  }

  private static boolean isVerifiedByItsOwnHost(BackendSpec spec) {
    TlsSpec tls = spec.transport().tls();
    return tls.sniHostname().isEmpty()
        && tls.trust().certHostname().stream().allMatch(name -> isOwn(name, spec));
  }

  private static boolean isOwn(String name, BackendSpec spec) {
    Origin origin = spec.transport().origin();
    return name.equalsIgnoreCase(origin.host()) || name.equalsIgnoreCase(origin.authority());
  }

  private static BackendSpec withTls(BackendSpec spec, UnaryOperator<TlsSpec> change) {
    return spec.withTransport(spec.transport().withTls(change.apply(spec.transport().tls())));
  }

  /** Drops a name where the members differ in it, and each has its own. */
  private boolean drop(
      Function<BackendSpec, Object> name,
      Predicate<BackendSpec> own,
      UnaryOperator<BackendSpec> without) {
    long names = members.stream().map(member -> name.apply(member.spec())).distinct().count();
    if (names == 1 || !members.stream().map(Member::spec).allMatch(own)) {
      return false;
    }
    members = members.stream().map(m -> m.withSpec(without.apply(m.spec()))).toList();
    return true;
  }

  private void note(Member member, String message) {
    notes.add(member.at(), director.where() + ": " + message);
  }
}
