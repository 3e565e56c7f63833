// Command names knows the host names that a cluster's ingresses and gateways have: it certifies them by the CA of the user to whom the
// cluster belongs, and answers DNS queries for them.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os/signal"
	"syscall"
	"time"

	"github.com/miekg/dns"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
)

const (
	// look is how often the certificate and the address are looked at although no name changed; impatience, while one of them is missing.
	look, impatience = time.Minute, 2 * time.Second
	port             = ":5353"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := run(ctx); err != nil && ctx.Err() == nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	config, err := rest.InClusterConfig()
	if err != nil {
		return err
	}
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	changed := make(chan struct{}, 1)
	note := func(any) {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
	factory := dynamicinformer.NewDynamicSharedInformerFactory(client, 0)
	var objects []cache.Store
	for _, kind := range kinds {
		informer := factory.ForResource(kind).Informer()
		if err := informer.SetTransform(trimmed); err != nil {
			return err
		}
		if _, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{AddFunc: note, DeleteFunc: note,
			UpdateFunc: func(_, now any) { note(now) }}); err != nil {
			return err
		}
		objects = append(objects, informer.GetStore())
	}
	factory.Start(ctx.Done())
	for kind, synced := range factory.WaitForCacheSync(ctx.Done()) {
		if !synced {
			return fmt.Errorf("%s: not listed", kind.Resource)
		}
	}
	known := &hosts{}
	failed := make(chan error, 2)
	for _, network := range []string{"udp", "tcp"} {
		server := &dns.Server{Addr: port, Net: network, Handler: known}
		go func() { failed <- server.ListenAndServe() }()
	}
	secrets := client.Resource(schema.GroupVersionResource{Version: "v1", Resource: "secrets"}).Namespace(namespace)
	services := client.Resource(schema.GroupVersionResource{Version: "v1", Resource: "services"}).Namespace(namespace)
	for {
		names := hostNames(objects)
		pause := look
		if err := errors.Join(known.update(ctx, services, names), certify(ctx, secrets, names, time.Now())); err != nil {
			log.Print(err)
			pause = impatience
		}
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			return err
		case <-changed:
		case <-time.After(pause):
		}
	}
}
