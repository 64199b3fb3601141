import json
def test_it(lupus_network, client):
    for url in ["stores/", "stores/pitman/", "articles/?store=pitman", "articles/900041/?store=pitman","articles/find/?slug=new-treatments-for-lupus&store=pitman","experts/?store=pitman","banners/?store=pitman","topics/?store=pitman","tags/?store=pitman","pages/?store=pitman","pages/900051/?store=pitman","images/?store=pitman","documents/?store=pitman","redirects/?store=pitman","storefront/?store=pitman&path=/","storefront/?store=pitman&path=/lupus/","storefront/?store=pitman&path=/health/new-treatments-for-lupus/"]:
        r = client.get("/api/v2/"+url, headers={"host":"localhost:8000"})
        print("=====", url, r.status_code)
        print(json.dumps(r.json(), indent=1)[:6000])
