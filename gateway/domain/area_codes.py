"""Telephone area codes of the mainland and the places behind them, in Chinese and English.

Drawn from the geocoder of `phonenumbers`, which knows 130,000 prefixes and costs a process 98 MB; a test holds this
table against it. Four codes that the geocoder merges into a shorter prefix stand here whole.
"""

from collections.abc import Mapping

_TABLE = """
010 北京市 = Beijing; 020 广东省广州市 = Guangzhou, Guangdong; 021 上海市 = Shanghai; 022 天津市 = Tianjin
023 重庆市 = Chongqing; 024 辽宁省沈阳市、铁岭市、抚顺市、本溪市 = Shenyang/Tieling/Fushun/Benxi, Liaoning
025 江苏省南京市 = Nanjing, Jiangsu; 027 湖北省武汉市 = Wuhan, Hubei
028 四川省成都市、资阳市、眉山市 = Chengdu/Ziyang/Meishan, Sichuan
029 陕西省西安市、咸阳市 = XiAn/Xianyang, Shaanxi; 0310 河北省邯郸市 = Handan, Hebei
0311 河北省石家庄市 = Shijiazhuang, Hebei; 0312 河北省保定市 = Baoding, Hebei
0313 河北省张家口市 = Zhangjiakou, Hebei; 0314 河北省承德市 = Chengde, Hebei
0315 河北省唐山市 = Tangshan, Hebei; 0316 河北省廊坊市 = Langfang, Hebei; 0317 河北省沧州市 = Cangzhou, Hebei
0318 河北省衡水市 = Hengshui, Hebei; 0319 河北省邢台市 = Xingtai, Hebei
0335 河北省秦皇岛市 = Qinhuangdao, Hebei; 0349 山西省朔州市 = Shuozhou, Shanxi
0350 山西省忻州市 = Xinzhou, Shanxi; 0351 山西省太原市 = Taiyuan, Shanxi; 0352 山西省大同市 = Datong, Shanxi
0353 山西省阳泉市 = Yangquan, Shanxi; 0354 山西省晋中市、吕梁市 = Jinzhong/Luliang, Shanxi
0355 山西省长治市 = Changzhi, Shanxi; 0356 山西省晋城市 = Jincheng, Shanxi; 0357 山西省临汾市 = Linfen, Shanxi
0358 山西省晋中市、吕梁市 = Jinzhong/Luliang, Shanxi; 0359 山西省运城市 = Yuncheng, Shanxi
0370 河南省商丘市 = Shangqiu, Henan; 0371 河南省郑州市 = Zhengzhou, Henan; 0372 河南省安阳市 = Anyang, Henan
0373 河南省新乡市 = Xinxiang, Henan; 0374 河南省许昌市 = Xuchang, Henan
0375 河南省平顶山市 = Pingdingshan, Henan; 0376 河南省信阳市 = Xinyang, Henan
0377 河南省南阳市 = Nanyang, Henan; 0379 河南省洛阳市 = Luoyang, Henan; 0391 河南省焦作市 = Jiaozuo, Henan
0392 河南省鹤壁市 = Hebi, Henan; 0393 河南省濮阳市 = Puyang, Henan; 0394 河南省周口市 = Zhoukou, Henan
0395 河南省漯河市 = Luohe, Henan; 0396 河南省驻马店市 = Zhumadian, Henan; 0398 河南省三门峡市 = Sanmenxia, Henan
0411 辽宁省大连市 = Dalian, Liaoning; 0412 辽宁省鞍山市 = Anshan, Liaoning
0415 辽宁省丹东市 = Dandong, Liaoning; 0416 辽宁省锦州市 = Jinzhou, Liaoning
0417 辽宁省营口市 = Yingkou, Liaoning; 0418 辽宁省阜新市 = Fuxin, Liaoning
0419 辽宁省辽阳市 = Liaoyang, Liaoning; 0421 辽宁省朝阳市 = Chaoyang, Liaoning
0427 辽宁省盘锦市 = Panjin, Liaoning; 0429 辽宁省葫芦岛市 = Huludao, Liaoning
0431 吉林省长春市 = Changchun, Jilin; 0432 吉林省吉林市 = Jilin, Jilin
0433 吉林省延边朝鲜族自治州、珲春市、延吉市 = Yanbian Zhou/Hunchun/Yanji, Jilin
0434 吉林省四平市 = Siping, Jilin; 0435 吉林省通化市、梅河口市 = Tonghua/Meihekou, Jilin
0436 吉林省白城市 = Baicheng, Jilin; 0437 吉林省辽源市 = Liaoyuan, Jilin; 0438 吉林省松原市 = Songyuan, Jilin
0439 吉林省白山市 = Baishan, Jilin; 0451 黑龙江省哈尔滨市 = Harbin, Heilongjiang
0452 黑龙江省齐齐哈尔市 = Qiqihar, Heilongjiang; 0453 黑龙江省牡丹江市 = Mudanjiang, Heilongjiang
0454 黑龙江省佳木斯市 = Jiamusi, Heilongjiang; 0455 黑龙江省绥化市 = Suihua, Heilongjiang
0456 黑龙江省黑河市 = Heihe, Heilongjiang; 0457 黑龙江省大兴安岭地区 = Jiagedaqi, Heilongjiang
0458 黑龙江省伊春市 = Yichun, Heilongjiang; 0459 黑龙江省大庆市 = Daqing, Heilongjiang
0464 黑龙江省七台河市 = Qitaihe, Heilongjiang; 0467 黑龙江省鸡西市 = Jixi, Heilongjiang
0468 黑龙江省鹤岗市 = Hegang, Heilongjiang; 0469 黑龙江省双鸭山市 = Shuangyashan, Heilongjiang
0470 内蒙古呼伦贝尔 = Hulunbuir, Inner Mongolia; 0471 内蒙古呼和浩特市 = Huhehaote, Inner Mongolia
0472 内蒙古包头市 = Baotou, Inner Mongolia; 0473 内蒙古乌海市 = Wuhai, Inner Mongolia
0474 内蒙古乌兰察布 = Ulanqab, Inner Mongolia; 0475 内蒙古通辽市 = Tongliao, Inner Mongolia
0476 内蒙古赤峰市 = Chifeng, Inner Mongolia; 0477 内蒙古鄂尔多斯 = Ordos, Inner Mongolia
0478 内蒙古巴彦淖尔 = Bayan Nur, Inner Mongolia; 0479 内蒙古锡林郭勒 = Xilingol, Inner Mongolia
0482 内蒙古兴安 = Hinggan, Inner Mongolia; 0483 内蒙古阿拉善 = Alxa, Inner Mongolia
0510 江苏省无锡市 = Wuxi, Jiangsu; 0511 江苏省镇江市 = Zhenjiang, Jiangsu; 0512 江苏省苏州市 = Suzhou, Jiangsu
0513 江苏省南通市 = Nantong, Jiangsu; 0514 江苏省扬州市 = Yangzhou, Jiangsu
0515 江苏省盐城市 = Yancheng, Jiangsu; 0516 江苏省徐州市 = Xuzhou, Jiangsu; 0517 江苏省淮安市 = Huaian, Jiangsu
0518 江苏省连云港市 = Lianyungang, Jiangsu; 0519 江苏省常州市 = Changzhou, Jiangsu
0523 江苏省泰州市 = Taizhou, Jiangsu; 0527 江苏省宿迁市 = Suqian, Jiangsu; 0530 山东省菏泽市 = Heze, Shandong
0531 山东省济南市 = Jinan, Shandong; 0532 山东省青岛市 = Qingdao, Shandong; 0533 山东省淄博市 = Zibo, Shandong
0534 山东省德州市 = Dezhou, Shandong; 0535 山东省烟台市 = Yantai, Shandong
0536 山东省潍坊市 = Weifang, Shandong; 0537 山东省济宁市 = Jining, Shandong; 0538 山东省泰安市 = Taian, Shandong
0539 山东省临沂市 = Linyi, Shandong; 0543 山东省滨州市 = Binzhou, Shandong
0546 山东省东营市 = Dongying, Shandong; 0550 安徽省滁州市 = Chuzhou, Anhui; 0551 安徽省合肥市 = Hefei, Anhui
0552 安徽省蚌埠市 = Bengbu, Anhui; 0553 安徽省芜湖市 = Wuhu, Anhui; 0554 安徽省淮南市 = Huainan, Anhui
0555 安徽省马鞍山市 = MaAnshan, Anhui; 0556 安徽省安庆市 = Anqing, Anhui; 0557 安徽省宿州市 = Suzhou, Anhui
0558 安徽省阜阳市 = Fuyang, Anhui; 0559 安徽省黄山市 = Huangshan, Anhui; 0561 安徽省淮北市 = Huaibei, Anhui
0562 安徽省铜陵市 = Tongling, Anhui; 0563 安徽省宣城市 = Xuancheng, Anhui; 0564 安徽省六安市 = Lu'an, Anhui
0566 安徽省池州市 = Chizhou, Anhui; 0570 浙江省衢州市 = Quzhou, Zhejiang; 0571 浙江省杭州市 = Hangzhou, Zhejiang
0572 浙江省湖州市 = Huzhou, Zhejiang; 0573 浙江省嘉兴市 = Jiaxing, Zhejiang
0574 浙江省宁波市 = Ningbo, Zhejiang; 0575 浙江省绍兴市 = Shaoxing, Zhejiang
0576 浙江省台州市 = Taizhou, Zhejiang; 0577 浙江省温州市 = Wenzhou, Zhejiang
0578 浙江省丽水市 = Lishui, Zhejiang; 0579 浙江省金华市 = Jinhua, Zhejiang
0580 浙江省舟山市 = Zhoushan, Zhejiang; 0591 福建省福州市 = Fuzhou, Fujian; 0592 福建省厦门市 = Xiamen, Fujian
0593 福建省宁德市 = Ningde, Fujian; 0594 福建省莆田市 = Putian, Fujian; 0595 福建省泉州市 = Quanzhou, Fujian
0596 福建省漳州市 = Zhangzhou, Fujian; 0597 福建省龙岩市 = Longyan, Fujian; 0598 福建省三明市 = Sanming, Fujian
0599 福建省南平市 = Nanping, Fujian; 0631 山东省威海市 = Weihai, Shandong
0632 山东省枣庄市 = Zaozhuang, Shandong; 0633 山东省日照市 = Rizhao, Shandong
0635 山东省聊城市 = Liaocheng, Shandong; 0660 广东省汕尾市 = Shanwei, Guangdong
0662 广东省阳江市 = Yangjiang, Guangdong; 0663 广东省揭阳市 = Jieyang, Guangdong
0668 广东省茂名市 = Maoming, Guangdong; 0691 云南西双版纳 = Xishuangbanna, Yunnan
0692 云南省芒市 = Mangshi, Yunnan; 0701 江西省鹰潭市 = Yingtan, Jiangxi; 0710 湖北省襄阳市 = Xiangyang, Hubei
0711 湖北省鄂州市 = Ezhou, Hubei; 0712 湖北省孝感市 = Xiaogan, Hubei; 0713 湖北省黄冈市 = Huanggang, Hubei
0714 湖北省黄石市 = Huangshi, Hubei; 0715 湖北省咸宁市 = Xianning, Hubei; 0716 湖北省荆州市 = Jingzhou, Hubei
0717 湖北省宜昌市 = Yichang, Hubei; 0718 湖北省恩施土家族苗族自治州 = Enshi, Hubei
0719 湖北省十堰市 = Shiyan, Hubei; 0722 湖北省随州市 = Suizhou, Hubei; 0724 湖北省荆门市 = Jingmen, Hubei
0728 湖北省仙桃市、潜江市、天门市 = Xiantao/Qianjiang/Tianmen, Hubei; 0730 湖南省岳阳市 = Yueyang, Hunan
0731 湖南省长沙市、湘潭市、株州市 = Zhuzhou/Changsha/Xiangtan, Hunan; 0734 湖南省衡阳市 = Hengyang, Hunan
0735 湖南省郴州市 = Chenzhou, Hunan; 0736 湖南省常德市 = Changde, Hunan; 0737 湖南省益阳市 = Yiyang, Hunan
0738 湖南省娄底市 = Loudi, Hunan; 0739 湖南省邵阳市 = Shaoyang, Hunan
0743 湖南省湘西土家族苗族自治州 = Jishou, Hunan; 0744 湖南省张家界市 = Zhangjiajie, Hunan
0745 湖南省怀化市 = Huaihua, Hunan; 0746 湖南省永州市 = Yongzhou, Hunan; 0750 广东省江门市 = Jiangmen, Guangdong
0751 广东省韶关市 = Shaoguan, Guangdong; 0752 广东省惠州市 = Huizhou, Guangdong
0753 广东省梅州市 = Meizhou, Guangdong; 0754 广东省汕头市 = Shantou, Guangdong
0755 广东省深圳市 = Shenzhen, Guangdong; 0756 广东省珠海市 = Zhuhai, Guangdong
0757 广东省佛山市 = Foshan, Guangdong; 0758 广东省肇庆市 = Zhaoqing, Guangdong
0759 广东省湛江市 = Zhanjiang, Guangdong; 0760 广东省中山市 = Zhongshan, Guangdong
0762 广东省河源市 = Heyuan, Guangdong; 0763 广东省清远市 = Qingyuan, Guangdong
0766 广东省云浮市 = Yunfu, Guangdong; 0768 广东省潮州市 = Chaozhou, Guangdong
0769 广东省东莞市 = Dongguan, Guangdong; 0770 广西防城港市 = Fangchenggang, Guangxi
0771 广西壮族自治区南宁市、崇左市 = Nanning/Chongzuo, Guangxi; 0772 广西柳州市 = Liuzhou, Guangxi
0773 广西桂林市 = Guilin, Guangxi; 0774 广西梧州市 = Wuzhou, Guangxi; 0775 广西玉林市 = Yulin, Guangxi
0776 广西百色市 = Baise, Guangxi; 0777 广西钦州市 = Qinzhou, Guangxi; 0778 广西河池市 = Hechi, Guangxi
0779 广西北海市 = Beihai, Guangxi; 0790 江西省新余市 = Xinyu, Jiangxi; 0791 江西省南昌市 = Nanchang, Jiangxi
0792 江西省九江市 = Jiujiang, Jiangxi; 0793 江西省上饶市 = Shangrao, Jiangxi
0794 江西省抚州市 = Fuzhou, Jiangxi; 0795 江西省宜春市 = Yichun, Jiangxi; 0796 江西省吉安市 = Ji'an, Jiangxi
0797 江西省赣州市 = Ganzhou, Jiangxi; 0798 江西省景德镇市 = Jingdezhen, Jiangxi
0799 江西省萍乡市 = Pingxiang, Jiangxi; 0812 四川省攀枝花市 = Panzhihua, Sichuan
0813 四川省自贡市 = Zigong, Sichuan; 0816 四川省绵阳市 = Mianyang, Sichuan
0817 四川省南充市 = Nanchong, Sichuan; 0818 四川省达州市 = Dazhou, Sichuan; 0825 四川省遂宁市 = Suining, Sichuan
0826 四川省广安市 = Guang'an, Sichuan; 0827 四川省巴中市 = Bazhong, Sichuan; 0830 四川省泸州市 = Luzhou, Sichuan
0831 四川省宜宾市 = Yibin, Sichuan; 0832 四川省内江市 = Neijiang, Sichuan; 0833 四川省乐山市 = Leshan, Sichuan
0834 四川省凉山彝族自治州 = Xichang, Sichuan; 0835 四川省雅安市 = Ya'an, Sichuan; 0836 四川甘孜 = Garze, Sichuan
0837 四川阿坝 = Aba, Sichuan; 0838 四川省德阳市 = Deyang, Sichuan; 0839 四川省广元市 = Guangyuan, Sichuan
0851 贵州省贵阳市、遵义市、安顺市 = Guiyang/Zunyi/Anshun, Guizhou; 0854 贵州黔南 = Qiannan, Guizhou
0855 贵州黔东南 = Qiandongnan, Guizhou; 0856 贵州省铜仁地区 = Tongren, Guizhou
0857 贵州省毕节地区 = Bijie, Guizhou; 0858 贵州省六盘水市 = Liupanshui, Guizhou
0859 贵州省黔西南布依族苗族自治州 = Xingyi, Guizhou; 0870 云南省昭通市 = Zhaotong, Yunnan
0871 云南省昆明市 = Kunming, Yunnan; 0872 云南省大理白族自治州 = Dali, Yunnan; 0873 云南红河 = Honghe, Yunnan
0874 云南省曲靖市 = Qujing, Yunnan; 0875 云南省保山市 = Baoshan, Yunnan
0876 云南省文山壮族苗族自治州 = Wenshan, Yunnan; 0877 云南省玉溪市 = Yuxi, Yunnan
0878 云南省楚雄彝族自治州 = Chuxiong, Yunnan; 0879 云南省普洱市 = Pu'er, Yunnan
0883 云南省临沧市 = Lincang, Yunnan; 0886 云南怒江 = Nujiangm, Yunnan
0887 云南省香格里拉市 = Shangri-La, Yunnan; 0888 云南省丽江市 = Lijiang, Yunnan; 0891 西藏拉萨市 = Lhasa, Tibet
0892 西藏日喀则地区、仲巴县 = Rikaze/Zhongba, Tibet; 0893 西藏山南 = Shannan, Tibet
0894 西藏林芝地区 = Linzhi, Tibet; 0895 西藏昌都地区 = Changdu, Tibet
0896 西藏那曲地区、嘉黎县、聂荣县、申扎县、双湖、班戈县、尼玛县 = Naqu/Jiali/Nierong/Shenzha/Shuanghu/Bange/Nima, Tibet
0897 西藏阿里、普兰、札达 = Ali/Pulan/Zhada, Tibet; 0898 海南省海口市、三亚市 = Haikou/Sanya, Hainan
0901 新疆塔城地区 = Tacheng, Xinjiang; 0902 新疆哈密地区 = Hami, Xinjiang; 0903 新疆和田地区 = Hetian, Xinjiang
0906 新疆阿勒泰地区 = Aletai, Xinjiang; 0908 新疆克孜勒苏柯尔克孜自治州 = Atushi, Xinjiang
0909 新疆博尔塔拉蒙古自治州 = Bole, Xinjiang; 0911 陕西省延安市 = YanAn, Shaanxi
0912 陕西省榆林市 = Yulin, Shaanxi; 0913 陕西省渭南市 = Weinan, Shaanxi; 0914 陕西省商洛市 = Shangzhou, Shaanxi
0915 陕西省安康市 = Ankang, Shaanxi; 0916 陕西省汉中市 = Hanzhong, Shaanxi; 0917 陕西省宝鸡市 = Baoji, Shaanxi
0919 陕西省铜川市 = Tongchuan, Shaanxi; 0930 甘肃省临夏回族自治州 = Linxia, Gansu
0931 甘肃省兰州市 = Lanzhou, Gansu; 0932 甘肃省定西市 = Dingxi, Gansu; 0933 甘肃省平凉市 = Pingliang, Gansu
0934 甘肃省庆阳市 = Xifeng, Gansu; 0935 甘肃省武威市 = Jinchang, Gansu; 0936 甘肃省张掖市 = Zhangye, Gansu
0937 甘肃省酒泉市 = Jiuquan, Gansu; 0938 甘肃省天水市 = Tianshui, Gansu; 0939 甘肃省陇南市 = Wudu, Gansu
0941 甘肃甘南 = Gannan, Gansu; 0943 甘肃省白银市 = Baiyin, Gansu; 0951 宁夏银川市 = Yinchuan, Ningxia
0952 宁夏石嘴山市 = Shizuishan, Ningxia; 0953 宁夏吴忠市 = Wuzhong, Ningxia; 0954 宁夏固原市 = Guyuan, Ningxia
0955 宁夏中卫市 = Zhongwei, Ningxia; 0970 青海省海北藏族自治州 = Haiyan, Qinghai
0971 青海省西宁市 = Xining, Qinghai; 0972 青海省海东地区 = PingAn, Qinghai
0973 青海省黄南藏族自治州 = Tongren, Qinghai; 0974 青海省海南藏族自治州 = Gonghe, Qinghai
0975 青海省果洛藏族自治州 = Maqin, Qinghai; 0976 青海省玉树藏族自治州 = Yushu, Qinghai
0977 青海省海西蒙古族藏族自治州 = Delingha, Qinghai; 0979 青海省海西蒙古族藏族自治州 = GeErmu, Qinghai
0990 新疆克拉玛依市 = Kalamayi, Xinjiang; 0991 新疆维吾尔自治区乌鲁木齐市 = Urumqi, Xinjiang
0992 新疆伊犁哈萨克自治州 = Kuitun, Xinjiang; 0993 新疆石河子市 = Shihezi, Xinjiang
0994 新疆昌吉回族自治州 = Changji, Xinjiang; 0995 新疆吐鲁番地区 = Tulufan, Xinjiang
0996 新疆巴音郭楞蒙古自治州 = KuErle, Xinjiang; 0997 新疆阿克苏地区 = Akesu, Xinjiang
0998 新疆喀什地区 = Kashi, Xinjiang; 0999 新疆伊犁哈萨克自治州 = Yining, Xinjiang
"""


def _read(table: str) -> Mapping[str, Mapping[str, str]]:
    entries = (entry.strip().partition(" = ") for line in table.split("\n") for entry in line.split(";") if entry)
    return {chinese[:4].strip(): {"zh": chinese[4:].strip(), "en": english} for chinese, _, english in entries}


AREA_CODES = _read(_TABLE)
