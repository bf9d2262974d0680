package io.forebay.benchmarks.calls.clients;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerInterceptor;
import org.springframework.cloud.client.loadbalancer.LoadBalancerProperties;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.loadbalancer.blocking.client.BlockingLoadBalancerClient;
import org.springframework.cloud.loadbalancer.core.RoundRobinLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.SimpleObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import reactor.core.publisher.Flux;

/**
 * RestClient over Apache HttpClient 5, behind Spring Cloud LoadBalancer with one fixed instance.
 */
final class SpringClient implements Client {
  private static final String SERVICE = "bench";

  private final CloseableHttpClient transport = ApacheClient.classic();
  private final RestClient client;

  SpringClient(String origin) {
    URI uri = URI.create(origin);
    ServiceInstance instance =
        new DefaultServiceInstance("one", SERVICE, uri.getHost(), uri.getPort(), false);
    ServiceInstanceListSupplier instances = new Fixed(List.of(instance));
    client =
        RestClient.builder()
            .baseUrl("http://" + SERVICE)
            .requestFactory(new HttpComponentsClientHttpRequestFactory(transport))
            .requestInterceptor(
                new LoadBalancerInterceptor(
                    new BlockingLoadBalancerClient(new OneService(instances))))
            .build();
  }

  @Override
  public byte[] get(String path) {
    return Objects.requireNonNull(client.get().uri(path).retrieve().body(byte[].class));
  }

  @Override
  public byte[] post(String path, byte[] json) {
    return Objects.requireNonNull(
        client
            .post()
            .uri(path)
            .contentType(MediaType.APPLICATION_JSON)
            .body(json)
            .retrieve()
            .body(byte[].class));
  }

  @Override
  public void close() {
    transport.close(CloseMode.GRACEFUL);
  }

  private record Fixed(List<ServiceInstance> instances) implements ServiceInstanceListSupplier {
    @Override
    public String getServiceId() {
      return SERVICE;
    }

    @Override
    public Flux<List<ServiceInstance>> get() {
      return Flux.just(instances);
    }
  }

  /** What Spring Boot would build from its configuration. */
  private static final class OneService implements ReactiveLoadBalancer.Factory<ServiceInstance> {
    private final LoadBalancerProperties properties = new LoadBalancerProperties();
    private final ReactiveLoadBalancer<ServiceInstance> balancer;

    OneService(ServiceInstanceListSupplier instances) {
      balancer = new RoundRobinLoadBalancer(new SimpleObjectProvider<>(instances), SERVICE);
    }

    @Override
    public LoadBalancerProperties getProperties(String service) {
      return properties;
    }

    @Override
    public ReactiveLoadBalancer<ServiceInstance> getInstance(String service) {
      return balancer;
    }

    @Override
    public <X> Map<String, X> getInstances(String service, Class<X> type) {
      return Map.of();
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // Spring's signature.
    public <X> @Nullable X getInstance(String service, Class<?> type, Class<?>... generics) {
      return null;
    }
  }
}
